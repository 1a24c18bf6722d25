/**
 * Prints the digests of published images in the format of `sha256sum`, for signing: `node scripts/subjects.mjs`. METADATA is the
 * JSON that `docker buildx bake --metadata-file` writes.
 */
for (const built of Object.values(JSON.parse(process.env.METADATA ?? ''))) {
  const digest = built['containerimage.digest'];
  if (digest === undefined) continue;
  const [name] = built['image.name'].split(',');
  console.log(`${digest.replace(/^sha256:/, '')}  ${name.replace(/:[^/:]*$/, '')}`);
}
