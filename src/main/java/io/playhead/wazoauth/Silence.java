package io.playhead.wazoauth;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Why there was no answer, in words of our own: a library's could hold the address, and a token in it. */
final class Silence {

    private Silence() {}

    /** The answer has more octets than any that makes sense. */
    static final class TooLong extends RuntimeException {
        TooLong() {
            super("too long", null, false, false);
        }
    }

    static String words(Throwable failure) {
        if (failure instanceof TimeoutException || failure instanceof ConnectTimeoutException) {
            return "no answer in time";
        }
        if (failure instanceof UnknownHostException) {
            return "the host is unknown";
        }
        if (failure instanceof ConnectException) {
            return "no connection";
        }
        // a handshake that fails comes within a DecoderException too
        if (failure instanceof SSLException || failure.getCause() instanceof SSLException) {
            return "no secure connection";
        }
        if (failure instanceof TooLong) {
            return "the answer is too long";
        }
        if (failure instanceof DecoderException || failure instanceof IllegalArgumentException) {
            return "the answer is not HTTP";
        }
        return failure instanceof IOException ? "the connection broke off" : "the call failed";
    }
}
