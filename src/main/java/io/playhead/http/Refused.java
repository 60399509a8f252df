package io.playhead.http;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Tells those of refusals who want to know. They lie in rooms above, and are looked for when there is something to tell. */
final class Refused {

    private final ObjectProvider<RefusalListener> provider;
    private volatile @Nullable List<RefusalListener> listeners;

    Refused(ObjectProvider<RefusalListener> provider) {
        this.provider = provider;
    }

    void tell(Refusal refusal) {
        List<RefusalListener> known = listeners;
        if (known == null) {
            known = provider.orderedStream().toList();
            listeners = known;
        }
        known.forEach(listener -> listener.refused(refusal));
    }
}
