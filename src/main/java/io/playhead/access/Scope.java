package io.playhead.access;

/** Whose records an endpoint shows. */
public enum Scope {
    /** The resolved tenant's. */
    ONE,
    /** The resolved tenant's and those of all tenants below it. */
    TREE;

    /** For endpoints with {@code recurse}. */
    public static Scope recursive(boolean recurse) {
        return recurse ? TREE : ONE;
    }
}
