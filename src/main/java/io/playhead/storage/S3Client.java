package io.playhead.storage;

import java.time.Duration;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;

/** How the client of object storage is made. */
final class S3Client {

    /** Beyond the connections: each is one reader's next piece, and soon over. */
    private static final int WAITING = 10_000;

    private S3Client() {}

    static S3AsyncClientBuilder of(S3Properties properties, S3Credentials credentials) {
        S3AsyncClientBuilder builder = S3AsyncClient.builder()
                .credentialsProvider(credentials)
                .forcePathStyle(properties.pathStyle())
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .maxConcurrency(properties.connections())
                        .maxPendingConnectionAcquires(WAITING)
                        .connectionAcquisitionTimeout(properties.timeout())
                        .connectionTimeout(properties.connectTimeout())
                        .readTimeout(properties.timeout())
                        .writeTimeout(properties.timeout()))
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .overrideConfiguration(override(properties).build());
        if (properties.endpoint() != null) {
            builder.endpointOverride(properties.endpoint());
        }
        String region = properties.region();
        if (region != null || properties.endpoint() != null) {
            builder.region(region == null ? Region.US_EAST_1 : Region.of(region));
        }
        return builder;
    }

    static ClientOverrideConfiguration.Builder override(S3Properties properties) {
        return ClientOverrideConfiguration.builder()
                .apiCallAttemptTimeout(attempt(properties))
                .retryStrategy(StandardRetryStrategy.builder()
                        .maxAttempts(properties.attempts())
                        .build());
    }

    /** Until an answer begins: to wait for a connection, make it, ask, and be answered. */
    private static Duration attempt(S3Properties properties) {
        return properties.timeout().multipliedBy(2).plus(properties.connectTimeout());
    }
}
