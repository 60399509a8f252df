package io.playhead.media;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.playhead.access.Access;
import io.playhead.access.FailedAttempts;
import io.playhead.access.Shares;
import io.playhead.access.TicketRevocations;
import io.playhead.access.Tickets;
import io.playhead.audit.AuditLog;
import io.playhead.audit.Listens;
import io.playhead.cdr.CallRepository;
import io.playhead.cdr.RecordingRepository;
import io.playhead.database.ChangeNotices;
import io.playhead.decoder.OutsideDecoder;
import io.playhead.http.ApiPath;
import io.playhead.http.RangeResponder;
import io.playhead.http.ValueRoutes;
import io.playhead.rendition.Renditions;
import io.playhead.storage.RecordingStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.reactive.TransactionalOperator;

/** Media: their rows, their stores, their routes. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MediaProperties.class)
class MediaConfiguration {

    @Bean
    RecordingRows recordingRows(RecordingRepository recordings, MediaProperties properties, MeterRegistry meters) {
        RecordingRows rows = new RecordingRows(recordings, properties);
        meterLookups(rows, meters);
        return rows;
    }

    @Bean
    Media media(
            List<RecordingStore> stores,
            RecordingRepository recordings,
            OutsideDecoder outside,
            ObjectProvider<BeingWritten> watched) {
        return new Media(stores, recordings, outside, watched.orderedStream().toList());
    }

    @Bean
    Sounds sounds(OutsideDecoder outside) {
        return new Sounds(outside);
    }

    @Bean
    MediaRenditions mediaRenditions(Sounds sounds, Renditions renditions) {
        return new MediaRenditions(sounds, renditions);
    }

    @Bean
    DecodedRemoval decodedRemoval(OutsideDecoder outside, RecordingRepository recordings) {
        return new DecodedRemoval(outside, recordings);
    }

    @Bean
    MediaStates mediaStates(Media media) {
        return new MediaStates(media);
    }

    @Bean
    MediaAccess mediaAccess(Access access, Tickets tickets, FailedAttempts failures) {
        return new MediaAccess(access, tickets, failures);
    }

    @Bean
    MediaHandler mediaHandler(
            MediaAccess access,
            Shares shares,
            RecordingRows rows,
            Media media,
            MediaRenditions renditions,
            RangeResponder responder,
            Listens listens) {
        return new MediaHandler(access, shares, rows, media, renditions, responder, listens);
    }

    @Bean
    AnalysisHandler analysisHandler(
            MediaAccess access,
            RecordingRows rows,
            Media media,
            Sounds sounds,
            Renditions renditions,
            DatabaseClient database,
            RangeResponder responder) {
        Analyses analyses = new Analyses(new AnalysisRepository(database), renditions);
        return new AnalysisHandler(access, rows, media, sounds, analyses, responder);
    }

    @Bean
    DescriptionHandler descriptionHandler(
            MediaAccess access,
            RecordingRows rows,
            Media media,
            MediaStates states,
            MediaRenditions renditions,
            RangeResponder responder) {
        return new DescriptionHandler(access, rows, media, states, renditions, responder);
    }

    @Bean
    MediaRoutes mediaRoutes(
            ValueRoutes routes, MediaHandler media, AnalysisHandler analyses, DescriptionHandler descriptions) {
        return new MediaRoutes(
                routes,
                Map.of(
                        MediaPath.MEDIA,
                        media::get,
                        "",
                        descriptions::get,
                        "/waveform",
                        analyses::waveform,
                        "/talk",
                        analyses::talk));
    }

    @Bean
    GrantedMedia grantedMedia(RecordingRows rows, RecordedCalls calls) {
        return new GrantedMedia(rows, calls);
    }

    @Bean
    TicketMaker ticketMaker(
            MediaAccess access, GrantedMedia media, Tickets tickets, InstantSource clock, AuditLog log) {
        return new TicketMaker(access, media, tickets, clock, log);
    }

    @Bean
    TicketHandler ticketHandler(TicketMaker maker) {
        return new TicketHandler(maker);
    }

    @Bean
    TicketListHandler ticketListHandler(Access access, TicketMaker maker) {
        return new TicketListHandler(access, maker);
    }

    @Bean
    TicketRevocationHandler ticketRevocationHandler(
            Access access,
            GrantedMedia media,
            Tickets tickets,
            TicketRevocations revocations,
            AuditLog log,
            InstantSource clock) {
        return new TicketRevocationHandler(access, media, tickets, revocations, log, clock);
    }

    @Bean
    MediaRemoval mediaRemoval(
            List<RecordingStore> stores,
            RecordingRepository recordings,
            RecordingRows rows,
            RecordedCalls calls,
            ChangeNotices changes,
            TransactionalOperator transaction) {
        return new MediaRemoval(stores, recordings, List.of(rows, calls), changes, transaction);
    }

    @Bean
    RemovalHandler removalHandler(
            Access access,
            CallRepository calls,
            RecordingRepository recordings,
            RecordingRows rows,
            MediaRemoval removal,
            AuditLog log,
            InstantSource clock) {
        return new RemovalHandler(access, calls, recordings, rows, new LoggedRemoval(removal, log, clock));
    }

    @Bean
    ApiPath mediaPath(RemovalHandler removals) {
        return ApiPath.of(MediaRoutes.MEDIA).servedAhead().delete(removals::deleteOne);
    }

    @Bean
    ApiPath allMediaPath(RemovalHandler removals) {
        return ApiPath.of("/cdr/recordings/media").delete(removals::deleteMany);
    }

    @Bean
    ApiPath myMediaPath() {
        return ApiPath.of(MediaRoutes.MY_MEDIA).servedAhead();
    }

    @Bean
    ApiPath recordingPath() {
        return ApiPath.of(MediaRoutes.RECORDING).servedAhead();
    }

    @Bean
    ApiPath myRecordingPath() {
        return ApiPath.of(MediaRoutes.ME + MediaRoutes.RECORDING).servedAhead();
    }

    @Bean
    ApiPath waveformPath() {
        return ApiPath.of(MediaRoutes.RECORDING + "/waveform").servedAhead();
    }

    @Bean
    ApiPath myWaveformPath() {
        return ApiPath.of(MediaRoutes.ME + MediaRoutes.RECORDING + "/waveform").servedAhead();
    }

    @Bean
    ApiPath talkPath() {
        return ApiPath.of(MediaRoutes.RECORDING + "/talk").servedAhead();
    }

    @Bean
    ApiPath myTalkPath() {
        return ApiPath.of(MediaRoutes.ME + MediaRoutes.RECORDING + "/talk").servedAhead();
    }

    @Bean
    ApiPath ticketPath(TicketHandler tickets, TicketRevocationHandler revocations) {
        return ApiPath.of(MediaRoutes.MEDIA + "/tickets").post(tickets::create).delete(revocations::delete);
    }

    @Bean
    ApiPath myTicketPath(TicketHandler tickets, TicketRevocationHandler revocations) {
        return ApiPath.of(MediaRoutes.MY_MEDIA + "/tickets")
                .post(tickets::createMine)
                .delete(revocations::deleteMine);
    }

    @Bean
    ApiPath ticketListPath(TicketListHandler tickets) {
        return ApiPath.of("/media/tickets").post(tickets::create);
    }

    @Bean
    ApiPath myTicketListPath(TicketListHandler tickets) {
        return ApiPath.of("/users/me/media/tickets").post(tickets::createMine);
    }

    private static void meterLookups(RecordingRows rows, MeterRegistry meters) {
        FunctionCounter.builder(
                        "playhead.media.row.lookups",
                        rows,
                        it -> it.statistics().hitCount())
                .description("Look-ups of a recording's row")
                .tag("result", "hit")
                .register(meters);
        FunctionCounter.builder(
                        "playhead.media.row.lookups",
                        rows,
                        // loads, not misses: the quick look before a load is one too
                        it -> it.statistics().loadCount())
                .description("Look-ups of a recording's row")
                .tag("result", "miss")
                .register(meters);
    }
}
