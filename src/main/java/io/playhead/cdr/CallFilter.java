package io.playhead.cdr;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which calls. All that is given must hold; what is null or empty asks for nothing.
 *
 * @param from calls that started then or later
 * @param until calls that started before
 * @param text found anywhere in a name or number of either side, whatever its case; {@code %} and {@code _} are wildcards
 * @param id of the only call that may be found: the one in a recording's file name
 * @param direction {@code internal}, {@code inbound} or {@code outbound}
 * @param number of either side, whole; an underscore at an end stands for anything
 * @param tags each of which some participant has
 * @param users of whom one called, or is the one who was reached
 * @param participant who takes part, whatever the role: the caller of {@code /users/me}
 * @param fromId the least id
 * @param recorded whether there are recordings, deleted ones among them
 * @param status null leaves out the blocked calls alone
 * @param conversation of which the call is a part
 * @param requestedExtension the extension asked for, within the system
 * @param requestedContext where that extension is
 * @param newestOfPeer only the newest call of a user with each other extension
 */
record CallFilter(
        @Nullable Instant from,
        @Nullable Instant until,
        @Nullable String text,
        @Nullable Long id,
        @Nullable String direction,
        @Nullable String number,
        List<String> tags,
        List<UUID> users,
        @Nullable UUID participant,
        long fromId,
        @Nullable Boolean recorded,
        @Nullable CallStatus status,
        @Nullable String conversation,
        @Nullable String requestedExtension,
        @Nullable String requestedContext,
        boolean newestOfPeer) {

    private static final String NUMBER = "^_?[0-9]+_?$";
    private static final String CONVERSATION = "^[0-9]+\\.[0-9]+$";
    private static final int LONGEST_CONTEXT = 255;
    /** A recording's file name; only the call's id in it counts. */
    private static final Pattern FILE_NAME = Pattern.compile(".+-([0-9]+)-([a-z0-9-]{36}).*");

    private static final int DIGITS_OF_A_LONG = 18;

    private static final Pattern TRIGRAM = Pattern.compile("[A-Za-z0-9]{3}");
    /** Whether other letters are letters to PostgreSQL, its locale decides. */
    private static final Pattern PERHAPS_TRIGRAM = Pattern.compile("[\\p{L}\\p{N}]{3}");

    /** Reads the parameters that every selection of calls has; what is wrong with them is gathered in {@code fields}. */
    static CallFilter of(Fields fields) {
        String search = fields.text("search");
        Matcher fileName = FILE_NAME.matcher(search == null ? "" : search);
        boolean byId = fileName.matches();
        return new CallFilter(
                fields.instant("from"),
                fields.instant("until"),
                search == null || search.isEmpty() || byId ? null : search,
                byId ? id(fileName.group(1)) : null,
                fields.word("call_direction", List.of("internal", "inbound", "outbound")),
                fields.matching("number", NUMBER, "String does not match expected pattern."),
                fields.texts("tags"),
                List.of(),
                null,
                fields.natural("from_id", 0),
                fields.flag("recorded"),
                fields.status("call_status"),
                fields.matching("conversation_id", CONVERSATION, "not a valid conversation identifier"),
                fields.matching("requested_internal_extension", NUMBER, "String does not match expected pattern."),
                fields.lengthOf("requested_internal_context", LONGEST_CONTEXT),
                fields.word("distinct", List.of("peer_exten")) != null);
    }

    /** More digits than a call's id can have find nothing. */
    private static long id(String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > DIGITS_OF_A_LONG ? Long.MAX_VALUE : Long.parseLong(significant);
    }

    /** Whether it may leave so few calls that they are better looked for than found among all. */
    boolean isSelective() {
        return isParticular() || !users.isEmpty();
    }

    /** Whether it asks for no more than a period, a direction, a status, and whether there are recordings. */
    boolean isOfKind() {
        return !isParticular() && users.isEmpty() && participant == null;
    }

    /** Whether it asks for no more than that of one user's calls. */
    boolean isOfOneUser() {
        boolean one = participant == null ? users.size() == 1 : users.isEmpty();
        return one && !isParticular();
    }

    /** Whether it asks for more than what Playhead's index of calls knows. */
    boolean isParticular() {
        boolean byColumn = id != null
                || fromId > 0
                || number != null
                || conversation != null
                || requestedExtension != null
                || requestedContext != null;
        return byColumn || text != null || !tags.isEmpty() || newestOfPeer;
    }

    /** Whether Playhead's index of calls alone tells what it asks for. */
    boolean isIndexed() {
        return conversation == null && requestedExtension == null && requestedContext == null && !newestOfPeer;
    }

    /** Whether it asks for some part of a name or a number. */
    boolean isOfPart() {
        return text != null || (number != null && number.contains("_"));
    }

    /** Whether it asks for nobody's calls in particular. */
    boolean isOfAnybody() {
        return users.isEmpty() && participant == null;
    }

    /** Whether it asks for the calls of one number, and for nothing else that only some index knows. */
    boolean isOfNumber() {
        return number != null && !isOfPart() && tags.isEmpty() && id == null && isIndexed() && isOfAnybody();
    }

    /** Whether it asks for a requested extension, and for nothing else that only some index knows. */
    boolean isOfRequestedExtension() {
        boolean other =
                text != null || number != null || !tags.isEmpty() || id != null || conversation != null || newestOfPeer;
        return requestedExtension != null && !other && isOfAnybody();
    }

    /** Whether it asks for tags, and for nothing else that only some index knows. */
    boolean isOfTags() {
        return !tags.isEmpty() && text == null && number == null && id == null && isIndexed() && isOfAnybody();
    }

    /** Whether it asks for the least id, and for nothing else that only some index knows. */
    boolean isFromId() {
        return fromId > 0 && text == null && number == null && tags.isEmpty() && id == null && isIndexed();
    }

    /** Whether how what it leaves is best found depends on the very value: a text or a tag may be rare, or everywhere. */
    boolean isOfAnyFrequency() {
        return isOfPart() || !tags.isEmpty() || fromId > 0 || newestOfPeer;
    }

    /** Whether a page is to be planned for the very values: not where it is known how to look for them. */
    boolean isPlannedByValue(Spread spread) {
        boolean known = spread != Spread.UNKNOWN && isOfAnybody() && isIndexed();
        boolean perhapsIndexed = isOfPart() && mayHaveTrigram() && !hasTrigram();
        return isOfAnyFrequency() && (!known || perhapsIndexed);
    }

    /** Whether an index of trigrams surely finds the text or the part of a number. */
    private boolean hasTrigram() {
        return Stream.of(text, number)
                .anyMatch(part -> part != null && TRIGRAM.matcher(part).find());
    }

    /** Whether an index of trigrams may find it: it would be gone through whole for what has none. */
    boolean mayHaveTrigram() {
        return mayHaveTrigram(text) || mayHaveTrigram(number);
    }

    static boolean mayHaveTrigram(@Nullable String part) {
        return part != null && PERHAPS_TRIGRAM.matcher(part).find();
    }

    /** Whether it asks for no more than a part of a name or a number. */
    boolean isOfPartAlone() {
        return isOfPart()
                && withoutText().isOfKind()
                && from == null
                && until == null
                && direction == null
                && recorded == null
                && status == null;
    }

    /** Of the same period, whatever else. */
    CallFilter ofPeriod() {
        return new CallFilter(
                from, until, null, null, null, null, List.of(), List.of(), null, 0, null, null, null, null, null,
                false);
    }

    /** The same, whatever the names, numbers and tags. */
    CallFilter withoutText() {
        return of(null, null, List.of(), users, participant);
    }

    CallFilter ofUsers(List<UUID> some) {
        return of(text, number, tags, List.copyOf(some), participant);
    }

    CallFilter ofParticipant(UUID user) {
        return of(text, number, tags, users, user);
    }

    private CallFilter of(
            @Nullable String part,
            @Nullable String extension,
            List<String> labels,
            List<UUID> some,
            @Nullable UUID user) {
        return new CallFilter(
                from,
                until,
                part,
                id,
                direction,
                extension,
                labels,
                some,
                user,
                fromId,
                recorded,
                status,
                conversation,
                requestedExtension,
                requestedContext,
                newestOfPeer);
    }
}
