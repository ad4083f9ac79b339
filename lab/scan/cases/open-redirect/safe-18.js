// case: media service redirects to presigned storage addresses it made itself
const express = require('express');
const { GetObjectCommand, S3Client } = require('@aws-sdk/client-s3');
const { getSignedUrl } = require('@aws-sdk/s3-request-presigner');

const s3 = new S3Client({});
const app = express();

app.get('/media/:id', async (req, res, next) => {
  try {
    const id = Number(req.params.id);
    if (!Number.isInteger(id) || id < 1) return res.sendStatus(404);
    const command = new GetObjectCommand({ Bucket: process.env.MEDIA_BUCKET, Key: `media/${id}.webp` });
    const target = await getSignedUrl(s3, command, { expiresIn: 120 });
    return res.redirect(302, target);
  } catch (err) {
    return next(err);
  }
});

app.listen(3000);
