package io.playhead.storage;

/** Failures for stores that tests make. */
public final class StorageFailures {

    private StorageFailures() {}

    public static StorageFailure forbidden() {
        return new StorageFailure(StorageFailure.Reason.FORBIDDEN, null);
    }
}
