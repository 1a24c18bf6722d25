package shop;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import javax.imageio.ImageIO;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;

/** What the pages show: each needs other parts of the runtime. */
final class Features {
    private Features() {}

    /** Speaks TLS with itself, by the certificate of the jar. */
    static String tls() throws Exception {
        char[] password = "changeit".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream stream = Features.class.getResourceAsStream("server.p12")) {
            store.load(stream, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        trusted.setCertificateEntry("shop", store.getCertificate("shop"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        try (SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0)) {
            CompletableFuture.runAsync(() -> greet(server));
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.getLocalPort())) {
                int first = socket.getInputStream().read();
                return socket.getSession().getProtocol() + " " + (char) first;
            }
        }
    }

    private static void greet(SSLServerSocket server) {
        try (SSLSocket socket = (SSLSocket) server.accept()) {
            socket.getOutputStream().write('!');
        } catch (Exception error) {
            throw new IllegalStateException(error);
        }
    }

    static String authorities() throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init((KeyStore) null);
        int count = ((X509TrustManager) trust.getTrustManagers()[0]).getAcceptedIssuers().length;
        return count > 100 ? "many" : String.valueOf(count);
    }

    static String jmx() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        JMXConnectorServer server =
                JMXConnectorServerFactory.newJMXConnectorServer(new JMXServiceURL("service:jmx:rmi://"), null, beans);
        server.start();
        try (JMXConnector connector = JMXConnectorFactory.connect(server.getAddress())) {
            ObjectName memory = new ObjectName("java.lang:type=Memory");
            return connector.getMBeanServerConnection().getAttribute(memory, "HeapMemoryUsage") == null ? "none" : "heap";
        } finally {
            server.stop();
        }
    }

    /** Draws a word, and writes the picture in two formats. */
    static String picture() throws Exception {
        BufferedImage image = new BufferedImage(60, 20, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        graphics.drawString("shop", 2, 14);
        graphics.dispose();
        boolean drawn = false;
        for (int x = 0; x < 60; x++) for (int y = 0; y < 20; y++) drawn |= (image.getRGB(x, y) & 0xffffff) != 0;
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        return drawn + " " + ImageIO.write(image, "png", png) + " " + ImageIO.write(image, "jpeg", jpeg);
    }

    static String charset() throws Exception {
        HexFormat hex = HexFormat.of();
        return hex.formatHex("東京".getBytes("EUC-JP")) + " " + hex.formatHex("a".getBytes(Charset.forName("IBM1047")));
    }

    static String locale() {
        DateTimeFormatter format = DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(Locale.JAPAN);
        return LocalDate.of(2026, 1, 1).format(format);
    }

    static String zone() {
        return ZonedDateTime.parse("2026-01-01T12:00:00Z").withZoneSameInstant(ZoneId.of("Asia/Tokyo")).toString();
    }

    static String xml() throws Exception {
        StringWriter result = new StringWriter();
        TransformerFactory.newInstance()
                .newTransformer(new StreamSource(new StringReader("""
                        <xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
                          <xsl:output method="text"/>
                          <xsl:template match="/"><xsl:value-of select="count(//item)"/></xsl:template>
                        </xsl:stylesheet>""")))
                .transform(new StreamSource(new StringReader("<shop><item/><item/></shop>")), new StreamResult(result));
        return result.toString();
    }

    static String host() throws Exception {
        return InetAddress.getByName("localhost").isLoopbackAddress() ? "loopback" : "other";
    }

    /** Starts a program of the base's packages. */
    static String archive() throws Exception {
        Path folder = Files.createTempDirectory("shop");
        Process process = new ProcessBuilder("unzip", "-q", "/app/shop.jar", "shop/greeting.txt", "-d", folder.toString())
                .inheritIO()
                .start();
        return process.waitFor() + " " + Files.size(folder.resolve("shop/greeting.txt"));
    }
}
