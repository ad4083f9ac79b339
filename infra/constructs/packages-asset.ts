import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';

/** A `node_modules` folder as a zip that is a Lambda layer: packages under `nodejs/node_modules`, links followed. Throws when the folder is not there. */
export const packagesAsset = (scope: Construct, id: string, folder: string): Asset => {
  if (!existsSync(folder)) throw new Error(`There is no ${folder}: install the target's packages from its lock file first.`);
  const copy = (outdir: string): boolean => {
    cpSync(folder, join(outdir, 'nodejs', 'node_modules'), { recursive: true, dereference: true });
    return true;
  };
  // The image is what the CDK would fall back to; copying needs none.
  return new Asset(scope, id, { path: folder, assetHashType: AssetHashType.OUTPUT, bundling: { image: DockerImage.fromRegistry('scratch'), local: { tryBundle: copy } } });
};
