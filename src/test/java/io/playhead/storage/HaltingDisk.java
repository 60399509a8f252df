package io.playhead.storage;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.transaction.ReactiveTransaction;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import reactor.core.publisher.Mono;

/**
 * Beans of a Playhead that is killed: its process halts, as at a loss of power to it, before one of the steps by which a
 * recording is taken in.
 */
public class HaltingDisk {

    /** The system property that says before which of the {@link #STEPS}. */
    public static final String STEP = "playhead.test.halt-before";

    /** In their order. */
    public static final List<String> STEPS =
            List.of("create", "write", "force", "link", "delete", "names", "commit", "answer");

    private static final String WANTED = System.getProperty(STEP, "none");
    /** Other transactions end at any time. */
    private static final AtomicBoolean NAMED = new AtomicBoolean();

    private static void step(String what) {
        if (WANTED.equals(what)) {
            System.out.println("halted before: " + what);
            System.out.flush();
            Runtime.getRuntime().halt(137);
        }
    }

    private static void stepOfTransaction(String what) {
        if (NAMED.get()) {
            step(what);
        }
    }

    @Bean
    @Primary
    Disk halting() {
        return new Halting();
    }

    @Bean
    static BeanPostProcessor haltingTransactions() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof ReactiveTransactionManager manager ? new Transactions(manager) : bean;
            }
        };
    }

    private record Transactions(ReactiveTransactionManager manager) implements ReactiveTransactionManager {

        @Override
        public Mono<ReactiveTransaction> getReactiveTransaction(@Nullable TransactionDefinition definition) {
            return manager.getReactiveTransaction(definition);
        }

        @Override
        public Mono<Void> commit(ReactiveTransaction transaction) {
            return Mono.<Void>fromRunnable(() -> stepOfTransaction("commit"))
                    .then(manager.commit(transaction))
                    .then(Mono.fromRunnable(() -> stepOfTransaction("answer")));
        }

        @Override
        public Mono<Void> rollback(ReactiveTransaction transaction) {
            return manager.rollback(transaction);
        }
    }

    private static final class Halting implements Disk {

        @Override
        public FileChannel create(Path path) throws IOException {
            step("create");
            return Disk.super.create(path);
        }

        @Override
        public void write(FileChannel channel, ByteBuf octets) throws IOException {
            step("write");
            Disk.super.write(channel, octets);
        }

        @Override
        public void force(FileChannel channel) throws IOException {
            step("force");
            Disk.super.force(channel);
        }

        @Override
        public void link(Path name, Path file) throws IOException {
            step("link");
            Disk.super.link(name, file);
        }

        @Override
        public void delete(Path path) throws IOException {
            step("delete");
            Disk.super.delete(path);
        }

        @Override
        public void forceNames(Path folder) throws IOException {
            step("names");
            Disk.super.forceNames(folder);
            NAMED.set(true);
        }
    }
}
