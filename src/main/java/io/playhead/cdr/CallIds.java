package io.playhead.cdr;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The {@code cdr_ids} of a request's body.
 *
 * @param all in the order given, of any size
 */
public record CallIds(List<BigInteger> all) {

    private static final String FIELD = "cdr_ids";
    private static final BigInteger GREATEST = BigInteger.valueOf(Integer.MAX_VALUE);
    private static final int MOST_DIGITS = 64;

    public CallIds {
        all = List.copyOf(all);
    }

    /**
     * At least one.
     *
     * @throws io.playhead.problem.ProblemException {@code invalid-data} in the contract's words
     */
    public static CallIds required(JsonNode body) {
        JsonNode ids = object(body).get(FIELD);
        if (ids == null) {
            throw invalid(error("Missing data for required field.", "required", "required"));
        }
        if (ids.isNull()) {
            throw invalid(error("Field may not be null.", "not_null", "not_null"));
        }
        CallIds known = listed(ids);
        if (known.all().isEmpty()) {
            Map<String, @Nullable Object> constraint = new LinkedHashMap<>();
            constraint.put("min", 1);
            constraint.put("max", null);
            throw invalid(List.of(error("Shorter than minimum length 1.", "length", constraint)));
        }
        return known;
    }

    /** What call-logd's framework takes for nothing is an object without members. */
    private static JsonNode object(JsonNode body) {
        boolean nothing = body.isNull()
                || (body.isArray() && body.isEmpty())
                || (body.isNumber() && body.decimalValue().signum() == 0)
                || (body.isString() && body.asString().isEmpty())
                || (body.isBoolean() && !body.booleanValue());
        if (!nothing && !body.isObject()) {
            throw CdrProblems.invalidData(Map.of("_schema", List.of("Invalid input type.")))
                    .exception();
        }
        return body;
    }

    private static CallIds listed(JsonNode ids) {
        if (!ids.isArray()) {
            throw invalid(error("Not a valid list.", "type", "list"));
        }
        List<BigInteger> known = new ArrayList<>();
        Map<String, Object> wrong = new LinkedHashMap<>();
        int index = 0;
        for (JsonNode id : ids) {
            BigInteger number = integer(id);
            if (number != null) {
                known.add(number);
            } else {
                wrong.put(
                        Integer.toString(index),
                        id.isNull()
                                ? error("Field may not be null.", "not_null", "not_null")
                                : error("Not a valid integer.", "type", "integer"));
            }
            index++;
        }
        if (!wrong.isEmpty()) {
            throw invalid(wrong);
        }
        return new CallIds(known);
    }

    /** Numbers lose their fractions, as call-logd has it. Null if it is none. */
    private static @Nullable BigInteger integer(JsonNode id) {
        if (id.isIntegralNumber()) {
            return id.bigIntegerValue();
        }
        if (id.isNumber()) {
            BigDecimal number = id.decimalValue();
            return Math.abs((long) number.precision() - number.scale()) > MOST_DIGITS ? null : number.toBigInteger();
        }
        String text = id.isString() ? id.asString().strip() : "";
        return text.length() <= MOST_DIGITS && text.matches("[+-]?[0-9]+(_[0-9]+)*")
                ? new BigInteger(text.replace("_", "").replaceFirst("^\\+", ""))
                : null;
    }

    /** Each once, in the order given, of those that a call can have. */
    public List<Integer> distinct() {
        return all.stream()
                .filter(id -> id.signum() >= 0 && id.compareTo(GREATEST) <= 0)
                .map(BigInteger::intValue)
                .distinct()
                .toList();
    }

    /** The first that is not among the calls that are known. */
    public Optional<BigInteger> firstNotIn(Set<Integer> known) {
        return all.stream()
                .filter(id -> id.compareTo(GREATEST) > 0 || id.signum() < 0 || !known.contains(id.intValue()))
                .findFirst();
    }

    private static Map<String, Object> error(String message, String id, Object constraint) {
        return Map.of("message", message, "constraint_id", id, "constraint", constraint);
    }

    private static RuntimeException invalid(Object error) {
        return CdrProblems.invalidData(Map.of(FIELD, error)).exception();
    }
}
