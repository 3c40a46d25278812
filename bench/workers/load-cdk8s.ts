import * as cdk8s from 'cdk8s';

process.stdout.write(typeof cdk8s.App);
