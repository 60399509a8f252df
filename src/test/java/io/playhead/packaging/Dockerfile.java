package io.playhead.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** A Dockerfile's instructions, lines joined and comments left out, as the builder reads them. */
record Dockerfile(List<Instruction> instructions) {

    /** @param arguments all that follows the name */
    record Instruction(String name, String arguments) {

        /** {@code --flag=value}, before anything else. */
        List<String> flags() {
            return words(arguments).takeWhile(word -> word.startsWith("--")).toList();
        }

        /** All but the flags. */
        String rest() {
            String rest = arguments;
            for (String flag : flags()) {
                rest = rest.substring(flag.length()).strip();
            }
            return rest;
        }

        List<String> words() {
            return words(rest()).toList();
        }

        /** The exec form's words; fails if {@code text} is no JSON list of strings. */
        static List<String> exec(String text) {
            return List.of(JsonMapper.shared().readValue(text, String[].class));
        }

        private static Stream<String> words(String text) {
            return Stream.of(text.split("\\s+"));
        }
    }

    /** {@code FROM} and all that belongs to it. */
    record Stage(String image, String name, List<Instruction> instructions) {

        /** The last of its name: it is what counts. */
        Instruction last(String instruction) {
            return instructions.stream()
                    .filter(each -> each.name().equals(instruction))
                    .reduce((former, latter) -> latter)
                    .orElseThrow(() -> new AssertionError("no " + instruction + " in stage " + name));
        }
    }

    static Dockerfile read(Path file) throws IOException {
        List<Instruction> instructions = new ArrayList<>();
        StringBuilder instruction = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            boolean goesOn = text.endsWith("\\");
            instruction.append(goesOn ? text.substring(0, text.length() - 1) : text);
            if (!goesOn) {
                instructions.add(instruction(instruction.toString()));
                instruction.setLength(0);
            }
        }
        if (!instruction.isEmpty()) {
            throw new IllegalArgumentException("the last instruction does not end: " + instruction);
        }
        return new Dockerfile(instructions);
    }

    private static Instruction instruction(String text) {
        String[] parts = text.split("\\s+", 2);
        return new Instruction(parts[0].toUpperCase(Locale.ROOT), parts.length == 1 ? "" : parts[1].strip());
    }

    /** In order; a stage without a name has its number. */
    List<Stage> stages() {
        List<Stage> stages = new ArrayList<>();
        for (Instruction instruction : instructions) {
            if (instruction.name().equals("FROM")) {
                List<String> words = instruction.words();
                String name = words.size() == 3 ? words.get(2) : Integer.toString(stages.size());
                stages.add(new Stage(words.getFirst(), name, new ArrayList<>()));
            } else {
                stages.getLast().instructions().add(instruction);
            }
        }
        return stages;
    }
}
