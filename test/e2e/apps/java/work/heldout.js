// What the check did not touch: zones, charsets, TLS, authorities, locales, zip files.
var zone = java.time.ZoneId.of('Europe/Berlin');
var july = java.time.ZonedDateTime.of(2024, 7, 1, 0, 0, 0, 0, zone);
print(java.time.format.DateTimeFormatter.ofPattern('z', java.util.Locale.ENGLISH).format(july));
print(new java.lang.String('\u20ac').getBytes('ISO-8859-15')[0] & 0xff);
java.lang.System.setOut(new java.io.PrintStream(java.lang.System.out, true, 'UTF-8'));
var bytes = new java.io.ByteArrayOutputStream();
bytes.write(0x93);
bytes.write(0xfa);
java.lang.System.out.println(bytes.toString('Shift_JIS'));
var context = javax.net.ssl.SSLContext.getDefault();
print(context.getSupportedSSLParameters().getProtocols()[0]);
var trust = javax.net.ssl.TrustManagerFactory.getInstance('PKIX');
trust['init(java.security.KeyStore)'](null);
print(trust.getTrustManagers()[0].getAcceptedIssuers().length > 50);
print(java.text.NumberFormat.getInstance(java.util.Locale.GERMANY).format(1.5));
