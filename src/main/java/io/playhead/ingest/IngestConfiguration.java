package io.playhead.ingest;

import io.playhead.cdr.CallRepository;
import io.playhead.cdr.RecordingRepository;
import io.playhead.database.ChangeNotices;
import io.playhead.storage.Destination;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.reactive.TransactionalOperator;

/** How recordings come in. */
@Configuration(proxyBeanMethods = false)
class IngestConfiguration {

    @Bean
    Registration registration(
            Destination destination,
            CallRepository calls,
            RecordingRepository recordings,
            ChangeNotices changes,
            TransactionalOperator transaction) {
        return new Registration(destination.store(), calls, recordings, changes, transaction);
    }
}
