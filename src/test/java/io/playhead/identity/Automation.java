package io.playhead.identity;

import io.playhead.RawHttp;
import io.playhead.RawHttp.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What scripts say to a wazo-auth 0.1. */
record Automation(int port) {

    private static final JsonMapper JSON = new JsonMapper();

    Answer call(String method, String path, String body, String... headers) {
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Content-Type: application/json");
        all.add("Content-Length: " + octets.length);
        try (RawHttp http = RawHttp.plain(port)) {
            return http.request(method, "/0.1" + path, octets, all.toArray(String[]::new));
        }
    }

    Answer ask(String method, String path, String... headers) {
        return RawHttp.once(port, method, "/0.1" + path, headers);
    }

    static JsonNode json(Answer answer) {
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + " " + answer.text());
        }
        return JSON.readTree(answer.text());
    }

    static String by(String token) {
        return "X-Auth-Token: " + token;
    }

    static String basic(String username, String password) {
        byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair);
    }

    String user(String maker, String username, String password) {
        return json(call(
                        "POST",
                        "/users",
                        "{\"username\": \"" + username + "\", \"password\": \"" + password + "\"}",
                        by(maker)))
                .path("uuid")
                .asString();
    }

    Answer tryPolicy(String maker, String name, String... acl) {
        return call(
                "POST",
                "/policies",
                JSON.writeValueAsString(java.util.Map.of("name", name, "acl", List.of(acl))),
                by(maker));
    }

    String policy(String maker, String name, String... acl) {
        return json(tryPolicy(maker, name, acl)).path("uuid").asString();
    }

    Answer give(String giver, String user, String policy) {
        return ask("PUT", "/users/" + user + "/policies/" + policy, by(giver));
    }

    String refreshToken(String username, String password, String client) {
        JsonNode answer = json(call(
                "POST",
                "/token",
                "{\"access_type\": \"offline\", \"client_id\": \"" + client + "\", \"backend\": \"wazo_user\"}",
                basic(username, password)));
        return answer.path("data").path("refresh_token").asString();
    }

    Answer tryShort(String refresh, String client, int seconds) {
        return call(
                "POST",
                "/token",
                "{\"refresh_token\": \"" + refresh + "\", \"client_id\": \"" + client + "\", \"expiration\": " + seconds
                        + ", \"access_type\": \"online\"}");
    }

    String shortToken(String refresh, String client, int seconds) {
        return json(tryShort(refresh, client, seconds))
                .path("data")
                .path("token")
                .asString();
    }

    /** Of somebody new who has been given these. */
    String tokenOf(String maker, String name, String... acl) {
        String user = user(maker, name, "a password");
        String policy = policy(maker, name, acl);
        if (give(maker, user, policy).status() != 204) {
            throw new AssertionError("not given");
        }
        JsonNode answer = json(call("POST", "/token", "{}", basic(name, "a password")));
        return answer.path("data").path("token").asString();
    }

    int check(String token, String query) {
        return ask("HEAD", "/token/" + token + query).status();
    }
}
