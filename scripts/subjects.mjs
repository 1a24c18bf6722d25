/**
 * What bake has published, as `sha256sum` writes it, for who signs it: `node scripts/subjects.mjs`, with what `docker buildx bake
 * --metadata-file` writes in METADATA.
 */
for (const built of Object.values(JSON.parse(process.env.METADATA ?? ''))) {
  const digest = built['containerimage.digest'];
  if (digest === undefined) continue;
  const [name] = built['image.name'].split(',');
  console.log(`${digest.replace(/^sha256:/, '')}  ${name.replace(/:[^/:]*$/, '')}`);
}
