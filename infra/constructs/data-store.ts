import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { PawlNames } from '../names.ts';

export interface DataStoreProps {
  readonly names: PawlNames;
  /** Keeps table and bucket when the stack is deleted, and protects the table. Off for stages that come and go. */
  readonly keepData: boolean;
  readonly bucketName: string;
}

const SPOOL_DAYS = 2;
/** Longer than a service stays as it is: the package of the version that serves is not needed to serve, but its source map is, to read stack traces. */
const PACKAGE_DAYS = 1095;

/** What Pawl remembers: one table, and one bucket for what is too large for it. */
export class DataStore extends Construct {
  readonly table: Table;
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { names, keepData, bucketName }: DataStoreProps) {
    super(scope, id);
    const removalPolicy = keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.table = new Table(this, 'Table', {
      tableName: names.loop,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: 'expiresAt',
      encryption: TableEncryption.AWS_MANAGED,
      deletionProtection: keepData,
      removalPolicy,
    });
    // Not versioned: keys are made of digests and ids and are written once, but for a report that is amended and can be made again from the table.
    this.bucket = new Bucket(this, 'Bucket', {
      bucketName,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      lifecycleRules: [
        { id: 'spool', prefix: 'spool/', expiration: Duration.days(SPOOL_DAYS) },
        { id: 'packages', prefix: 'packages/', expiration: Duration.days(PACKAGE_DAYS) },
        { id: 'parts', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      removalPolicy,
    });
    acknowledge(this.bucket, 'AwsSolutions-S1', 'Only roles of this stack reach it, each its own folder; the account’s CloudTrail data events tell who read what where an account asks for that.');
  }
}
