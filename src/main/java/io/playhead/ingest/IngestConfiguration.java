package io.playhead.ingest;

import io.playhead.cdr.CallRepository;
import io.playhead.cdr.RecordingRepository;
import io.playhead.database.ChangeNotices;
import io.playhead.storage.RecordingStore;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.reactive.TransactionalOperator;

/** How recordings come in. */
@Configuration(proxyBeanMethods = false)
class IngestConfiguration {

    @Bean
    Registration registration(
            RecordingStore store,
            CallRepository calls,
            RecordingRepository recordings,
            ChangeNotices changes,
            TransactionalOperator transaction) {
        return new Registration(store, calls, recordings, changes, transaction);
    }
}
