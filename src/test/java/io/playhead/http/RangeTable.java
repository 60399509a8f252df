package io.playhead.http;

/**
 * GET of {@code abcdefghijklmnopqrst}, tag {@code "v1"}, of Sun, 06 Nov 1994 08:49:37 GMT. Fields are separated by
 * {@code ;;}.
 */
public final class RangeTable {

    public static final String ROWS = """
            # Range alone (RFC 9110 §14.2)
            GET |                                                                       | 200 |              | abcdefghijklmnopqrst
            GET | Range: bytes=0-2                                                      | 206 | bytes 0-2/20 | abc
            GET | Range: bytes=0-0                                                      | 206 | bytes 0-0/20 | a
            GET | Range: bytes=12-                                                      | 206 | bytes 12-19/20 | mnopqrst
            GET | Range: bytes=0-                                                       | 206 | bytes 0-19/20 | abcdefghijklmnopqrst
            GET | Range: bytes=-5                                                       | 206 | bytes 15-19/20 | pqrst
            GET | Range: bytes=19-100                                                   | 206 | bytes 19-19/20 | t
            GET | Range: bytes=-50                                                      | 206 | bytes 0-19/20 | abcdefghijklmnopqrst
            GET | Range: bytes=0-1,2-3                                                  | 206 | bytes 0-3/20 | abcd
            GET | Range: bytes=0-1,50-                                                  | 206 | bytes 0-1/20 | ab
            GET | Range: bytes=20-                                                      | 416 | bytes */20   |
            GET | Range: bytes=50-60                                                    | 416 | bytes */20   |
            GET | Range: bytes=-0                                                       | 416 | bytes */20   |
            GET | Range: bytes=5-2                                                      | 200 |              | abcdefghijklmnopqrst
            GET | Range: bytes=abc                                                      | 200 |              | abcdefghijklmnopqrst
            GET | Range: items=0-1                                                      | 200 |              | abcdefghijklmnopqrst
            GET | Range: bytes=0-1;;Range: bytes=3-4                                    | 200 |              | abcdefghijklmnopqrst
            GET | Range: bytes=0-1;;Range: 3-4                                          | 200 |              | abcdefghijklmnopqrst
            # If-Match (§13.1.1)
            GET | If-Match: "v1"                                                        | 200 |              | abcdefghijklmnopqrst
            GET | If-Match: "v0", "v1"                                                  | 200 |              | abcdefghijklmnopqrst
            GET | If-Match: "v0";;If-Match: "v1"                                        | 200 |              | abcdefghijklmnopqrst
            GET | If-Match: *                                                           | 200 |              | abcdefghijklmnopqrst
            GET | If-Match: "v0"                                                        | 412 |              |
            GET | If-Match: W/"v1"                                                      | 412 |              |
            GET | If-Match: v1                                                          | 412 |              |
            GET | If-Match: "v1";;Range: bytes=0-1                                      | 206 | bytes 0-1/20 | ab
            GET | If-Match: "v0";;Range: bytes=0-1                                      | 412 |              |
            GET | If-Match: "v0";;Range: bytes=50-                                      | 412 |              |
            # If-Unmodified-Since (§13.1.4), only without If-Match
            GET | If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT                    | 200 |              | abcdefghijklmnopqrst
            GET | If-Unmodified-Since: Sun, 06 Nov 1994 08:49:38 GMT                    | 200 |              | abcdefghijklmnopqrst
            GET | If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT                    | 412 |              |
            GET | If-Unmodified-Since: Sunday, 06-Nov-94 08:49:36 GMT                   | 412 |              |
            GET | If-Unmodified-Since: Sun Nov  6 08:49:36 1994                         | 412 |              |
            GET | If-Unmodified-Since: yesterday                                        | 200 |              | abcdefghijklmnopqrst
            GET | If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT;;If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT | 200 | | abcdefghijklmnopqrst
            GET | If-Match: "v1";;If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT    | 200 |              | abcdefghijklmnopqrst
            GET | If-Match: "v0";;If-Unmodified-Since: Sun, 06 Nov 1994 08:49:38 GMT    | 412 |              |
            GET | If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT;;Range: bytes=0-1  | 412 |              |
            # If-None-Match (§13.1.2)
            GET | If-None-Match: "v1"                                                   | 304 |              |
            GET | If-None-Match: W/"v1"                                                 | 304 |              |
            GET | If-None-Match: "v0", W/"v1"                                           | 304 |              |
            GET | If-None-Match: *                                                      | 304 |              |
            GET | If-None-Match: "v0"                                                   | 200 |              | abcdefghijklmnopqrst
            GET | If-None-Match: v1                                                     | 200 |              | abcdefghijklmnopqrst
            GET | If-None-Match: "v1";;Range: bytes=0-1                                 | 304 |              |
            GET | If-None-Match: "v1";;Range: bytes=50-                                 | 304 |              |
            GET | If-None-Match: "v0";;Range: bytes=0-1                                 | 206 | bytes 0-1/20 | ab
            # If-Modified-Since (§13.1.3), only without If-None-Match
            GET | If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT                      | 304 |              |
            GET | If-Modified-Since: Sun, 06 Nov 1994 08:49:38 GMT                      | 304 |              |
            GET | If-Modified-Since: Tue, 15 Jun 2100 12:00:00 GMT                      | 304 |              |
            GET | If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT                      | 200 |              | abcdefghijklmnopqrst
            GET | If-Modified-Since: 1994-11-06T08:49:37Z                               | 200 |              | abcdefghijklmnopqrst
            GET | If-None-Match: "v0";;If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT | 200 |              | abcdefghijklmnopqrst
            GET | If-None-Match: v0;;If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT   | 200 |              | abcdefghijklmnopqrst
            GET | If-None-Match: "v1";;If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT | 304 |              |
            # The first kind before the second (§13.2.2)
            GET | If-Match: "v0";;If-None-Match: "v1"                                   | 412 |              |
            GET | If-Match: "v1";;If-None-Match: "v1"                                   | 304 |              |
            GET | If-Match: "v1";;If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT      | 304 |              |
            GET | If-Unmodified-Since: Sun, 06 Nov 1994 08:49:36 GMT;;If-None-Match: "v1" | 412 |            |
            GET | If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT;;If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT | 304 | |
            # If-Range (§13.1.5)
            GET | If-Range: "v1";;Range: bytes=0-1                                      | 206 | bytes 0-1/20 | ab
            GET | If-Range: "v0";;Range: bytes=0-1                                      | 200 |              | abcdefghijklmnopqrst
            GET | If-Range: W/"v1";;Range: bytes=0-1                                    | 200 |              | abcdefghijklmnopqrst
            GET | If-Range: "v1", "v1";;Range: bytes=0-1                                | 200 |              | abcdefghijklmnopqrst
            GET | If-Range: "v1";;If-Range: "v1";;Range: bytes=0-1                      | 200 |              | abcdefghijklmnopqrst
            GET | If-Range: *;;Range: bytes=0-1                                         | 200 |              | abcdefghijklmnopqrst
            GET | If-Range: v1;;Range: bytes=0-1                                        | 200 |              | abcdefghijklmnopqrst
            GET | If-Range: Sun, 06 Nov 1994 08:49:37 GMT;;Range: bytes=0-1             | 206 | bytes 0-1/20 | ab
            GET | If-Range: Sun Nov  6 08:49:37 1994;;Range: bytes=0-1                  | 206 | bytes 0-1/20 | ab
            GET | If-Range: Sun, 06 Nov 1994 08:49:38 GMT;;Range: bytes=0-1             | 200 |              | abcdefghijklmnopqrst
            GET | If-Range: Sun, 06 Nov 1994 08:49:36 GMT;;Range: bytes=0-1             | 200 |              | abcdefghijklmnopqrst
            GET | If-Range: "v0";;Range: bytes=50-                                      | 200 |              | abcdefghijklmnopqrst
            GET | If-Range: "v1";;Range: bytes=50-                                      | 416 | bytes */20   |
            GET | If-Range: "v1";;Range: bytes=5-2                                      | 200 |              | abcdefghijklmnopqrst
            GET | If-Range: "v1"                                                        | 200 |              | abcdefghijklmnopqrst
            GET | If-Range: "v0"                                                        | 200 |              | abcdefghijklmnopqrst
            GET | If-Range: "v1";;If-None-Match: "v1";;Range: bytes=0-1                 | 304 |              |
            GET | If-Range: "v0";;If-Match: "v0";;Range: bytes=0-1                      | 412 |              |
            # HEAD: Range does not count (§14.2)
            HEAD | Range: bytes=0-1                                                     | 200 |              |
            HEAD | Range: bytes=50-                                                     | 200 |              |
            HEAD | If-None-Match: "v1"                                                  | 304 |              |
            HEAD | If-Match: "v0"                                                       | 412 |              |
            HEAD | If-Range: "v1";;Range: bytes=0-1                                     | 200 |              |
            """;

    private RangeTable() {}
}
