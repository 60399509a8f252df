package io.playhead.imports;

import java.sql.SQLException;
import java.util.List;

/** Is told what became of files, when it is certain. */
interface Report {

    /** @param findings of files that were done together */
    void add(List<Finding> findings) throws SQLException;

    /** Is told now and then, between files, that it goes on. */
    default void going() throws SQLException {}

    /** Whether somebody wants it to end. */
    default boolean isOver() {
        return false;
    }
}
