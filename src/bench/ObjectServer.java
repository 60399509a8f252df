import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** An S3 server with its objects in memory, until its input ends. Its first argument is its port. */
final class ObjectServer {

    private ObjectServer() {}

    public static void main(String[] arguments) throws Exception {
        S3Proxy server = S3Proxy.builder()
                .blobStore(new TransientNio2BlobStore())
                .endpoint(URI.create("http://127.0.0.1:" + arguments[0]))
                .awsAuthentication(AuthenticationType.AWS_V4, arguments[1], arguments[2])
                .ignoreUnknownHeaders(true)
                .build();
        server.start();
        while (System.in.read() >= 0) {
            // until whoever started it ends
        }
        System.exit(0);
    }
}
