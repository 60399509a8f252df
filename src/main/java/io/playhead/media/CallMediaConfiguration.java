package io.playhead.media;

import io.playhead.access.Shares;
import io.playhead.audit.Listens;
import io.playhead.cdr.RecordingRepository;
import io.playhead.http.ApiPath;
import io.playhead.http.RangeResponder;
import io.playhead.http.ValueRoutes;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Calls heard as a whole: their recordings, their routes. */
@Configuration(proxyBeanMethods = false)
class CallMediaConfiguration {

    @Bean
    RecordedCalls recordedCalls(RecordingRepository recordings, MediaProperties properties) {
        return new RecordedCalls(recordings, properties);
    }

    @Bean
    WholeCalls wholeCalls(
            MediaAccess access, RecordedCalls calls, Media media, Sounds sounds, MediaProperties properties) {
        return new WholeCalls(access, calls, media, sounds, properties);
    }

    @Bean
    CallMediaRoutes callMediaRoutes(
            ValueRoutes routes,
            MediaAccess access,
            Shares shares,
            WholeCalls calls,
            MediaRenditions renditions,
            RangeResponder responder,
            Listens listens) {
        CallMediaHandler media = new CallMediaHandler(access, shares, calls, renditions, responder, listens);
        TimelineHandler timelines = new TimelineHandler(access, calls, responder);
        return new CallMediaRoutes(routes, Map.of(CallPath.MEDIA, media::get, CallPath.TIMELINE, timelines::get));
    }

    @Bean
    ApiPath callMediaPath() {
        return ApiPath.of(CallMediaRoutes.CALL + CallPath.MEDIA).servedAhead();
    }

    @Bean
    ApiPath myCallMediaPath() {
        return ApiPath.of(MediaRoutes.ME + CallMediaRoutes.CALL + CallPath.MEDIA)
                .servedAhead();
    }

    @Bean
    ApiPath timelinePath() {
        return ApiPath.of(CallMediaRoutes.CALL + CallPath.TIMELINE).servedAhead();
    }

    @Bean
    ApiPath myTimelinePath() {
        return ApiPath.of(MediaRoutes.ME + CallMediaRoutes.CALL + CallPath.TIMELINE)
                .servedAhead();
    }

    @Bean
    ApiPath callTicketPath(TicketHandler tickets, TicketRevocationHandler revocations) {
        return ApiPath.of(CallMediaRoutes.CALL + CallPath.MEDIA + "/tickets")
                .post(tickets::createOfCall)
                .delete(revocations::deleteOfCall);
    }

    @Bean
    ApiPath myCallTicketPath(TicketHandler tickets, TicketRevocationHandler revocations) {
        return ApiPath.of(MediaRoutes.ME + CallMediaRoutes.CALL + CallPath.MEDIA + "/tickets")
                .post(tickets::createOfMyCall)
                .delete(revocations::deleteOfMyCall);
    }
}
