package io.playhead.storage;

import reactor.core.publisher.Mono;

/** A file under its temporary name. */
final class StagedFile implements Staged {

    private final DiskWrite write;
    private final Unfinished file;
    private final Disk.Stat stat;

    StagedFile(DiskWrite write, Unfinished file, Disk.Stat stat) {
        this.write = write;
        this.file = file;
        this.stat = stat;
    }

    @Override
    public long length() {
        return stat.length();
    }

    @Override
    public long modifiedNanos() {
        return stat.modifiedNanos();
    }

    @Override
    public <T> Mono<T> inspect(StoredObject.Inspection<T> inspection) {
        return write.inspected(file, inspection);
    }

    @Override
    public Place place() {
        return write.place();
    }

    @Override
    public Mono<Place> publish() {
        return write.published(file);
    }

    @Override
    public Mono<Void> discard() {
        return write.discarded(file);
    }
}
