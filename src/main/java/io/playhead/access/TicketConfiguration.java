package io.playhead.access;

import io.playhead.database.ChangeNotices;
import io.playhead.database.Queries;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

/** Tickets, and those that were taken back. */
@Configuration(proxyBeanMethods = false)
class TicketConfiguration {

    @Bean
    TicketRevocations ticketRevocations(
            DatabaseClient database,
            Queries queries,
            TransactionalOperator transaction,
            ChangeNotices notices,
            InstantSource clock) {
        return new TicketRevocations(database, queries, transaction, notices, clock);
    }

    @Bean
    Tickets tickets(AccessProperties properties, TicketRevocations revocations, InstantSource clock) {
        return new Tickets(properties.readSecrets(), revocations::cover, clock);
    }
}
