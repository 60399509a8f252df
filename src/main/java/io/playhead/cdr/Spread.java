package io.playhead.cdr;

/**
 * How the calls that a filter leaves lie among all of the tenants', as far as it was counted: a guess, which decides
 * only how long a page takes.
 */
enum Spread {
    /** Nobody has counted yet. */
    UNKNOWN,
    /** The tenants have so few calls that all of them are gone through. */
    AMONG_FEW,
    /** The newest calls may well fill the page. */
    NEAR,
    APART;

    /** So many calls are gone through in less time than what is found by an index is sorted. */
    static final int FEW = 10_000;

    /** @param last how many calls there were when they were last counted */
    static Spread of(CallQuery query, Page.Counters last) {
        if (last.total() <= FEW) {
            return AMONG_FEW;
        }
        double apart = (double) last.total() / Math.max(1, last.filtered());
        return (double) (query.limit() + query.offset()) * apart < FEW ? NEAR : APART;
    }
}
