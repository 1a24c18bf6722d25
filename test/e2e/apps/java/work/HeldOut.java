import java.io.PrintStream;
import java.net.URI;
import java.security.KeyStore;
import java.text.NumberFormat;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** What the check did not touch: zones, charsets, TLS, authorities, locales, and the compiler that runs this. */
final class HeldOut {
  public static void main(String[] args) throws Exception {
    if (args.length == 1) {
      URI.create(args[0]).toURL().openStream();
      return;
    }
    var out = new PrintStream(System.out, true, "UTF-8");
    var july = ZonedDateTime.of(2024, 7, 1, 0, 0, 0, 0, ZoneId.of("Europe/Berlin"));
    out.println(DateTimeFormatter.ofPattern("z", Locale.ENGLISH).format(july));
    out.println("\u20ac".getBytes("ISO-8859-15")[0] & 0xff);
    out.println(new String(new byte[] {(byte) 0x93, (byte) 0xfa}, "Shift_JIS"));
    out.println(SSLContext.getDefault().getSupportedSSLParameters().getProtocols()[0]);
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init((KeyStore) null);
    out.println(((X509TrustManager) trust.getTrustManagers()[0]).getAcceptedIssuers().length > 50);
    out.println(NumberFormat.getInstance(Locale.GERMANY).format(1.5));
  }
}
