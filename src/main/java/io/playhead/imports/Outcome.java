package io.playhead.imports;

import java.util.Locale;

/** What became of a file, and why nothing did. */
enum Outcome {
    IMPORTED("has a row now"),
    THERE("had its row already"),
    RELINKED("its row said that it lay elsewhere, where nothing is, and says now where it lies"),
    TEMPORARY("begins with a dot or ends as unfinished files do"),
    GROWING("was written to a moment ago; the next run takes it"),
    LINK("is a link that leads to no file within the roots"),
    UNREADABLE("may not be read"),
    NAME_NOT_TEXT("its name is no text that a database could hold"),
    NOT_UNDERSTOOD("its name is of no form that was given"),
    NO_SUCH_TIME("its name says a time that there is not"),
    NO_TENANT("neither its path nor the import says whose it is"),
    OTHER_TENANT("lies in a folder of another tenant than those of this import"),
    NO_CALL("its tenant has no such call, and none was to be made"),
    TAKEN("its UUID is that of a recording of another tenant"),
    DELETED("its recording's media have been deleted by somebody"),
    ELSEWHERE("its recording lies elsewhere too"),
    REGISTERED("is another recording's file already"),
    UNREACHABLE("its row says that it lies elsewhere, where nobody can look from here"),
    UNPROVEN("its row says that it lies elsewhere, where nothing is, and this may be another file"),
    MOVED("its row says that it lies elsewhere, where nothing is; re-link it");

    private final String sentence;

    Outcome(String sentence) {
        this.sentence = sentence;
    }

    /** Its name in reports: stable. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** For people. */
    String sentence() {
        return sentence;
    }

    /** Whether the file is one of a recording that is registered there. */
    boolean isDone() {
        return this == IMPORTED || this == THERE || this == RELINKED;
    }
}
