package io.playhead.http;

/** Told of requests to the API that were answered with a problem, on their event loop: it must not wait, and not fail. */
public interface RefusalListener {

    void refused(Refusal refusal);
}
