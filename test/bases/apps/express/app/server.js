const { execFile } = require('node:child_process');
const { readFile } = require('node:fs/promises');
const path = require('node:path');
const express = require('express');

const app = express();
app.set('views', path.join(__dirname, 'views'));
app.set('view engine', 'ejs');
app.use('/static', express.static(path.join(__dirname, 'public')));
app.use(express.json());

app.get('/', (_request, response) => response.type('text').send('shop\n'));
app.get('/login', (_request, response) => response.render('login', { title: 'Log in' }));
// bcrypt is loaded by the first who logs in.
app.post('/login', async (request, response) => {
  const bcrypt = require('bcrypt');
  const hash = await bcrypt.hash(request.body.password, 4);
  response.json({ right: await bcrypt.compare(request.body.password, hash) });
});
app.get('/picture', async (_request, response) => {
  const sharp = require('sharp');
  const picture = await sharp({ create: { width: 40, height: 20, channels: 3, background: 'red' } })
    .resize(20)
    .webp()
    .toBuffer();
  const { width, height, format } = await sharp(picture).metadata();
  response.json({ width, height, format });
});
app.get('/greeting/:language', async (request, response) => {
  const { language } = request.params;
  const text = await readFile(path.join(__dirname, 'locales', `${language}.json`), 'utf8');
  response.json(JSON.parse(text));
});
app.get('/report/:kind', (request, response) => {
  response.json(require(`./lib/${request.params.kind}-report.js`)());
});
app.get('/module', async (_request, response) => {
  const { price } = await import('./lib/price.mjs');
  response.type('text').send(`${price(1234.5)}\n`);
});
app.get('/zone', (_request, response) => {
  const noon = new Date(Date.UTC(2026, 0, 1, 12));
  response.type('text').send(`${noon.toLocaleString('de-DE', { timeZone: 'Asia/Tokyo' })}\n`);
});
app.get('/tls', (_request, response) => {
  const { rootCertificates } = require('node:tls');
  const { generateKeyPairSync } = require('node:crypto');
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  response.json({ authorities: rootCertificates.length > 100, key: publicKey.asymmetricKeyType });
});
app.get('/data', async (_request, response) => {
  // Relative to the working directory.
  response.type('text').send(await readFile('data/stock.csv', 'utf8'));
});
app.get('/worker', (_request, response) => {
  const { Worker } = require('node:worker_threads');
  new Worker(path.join(__dirname, 'lib/worker.js')).once('message', (sum) => response.json({ sum }));
});
app.get('/query', (_request, response, next) => {
  execFile('jq', ['--null-input', '--compact-output', '{answer: (6 * 7)}'], (error, stdout) => {
    if (error) next(error);
    else response.type('json').send(stdout);
  });
});

app.listen(3000);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit());
