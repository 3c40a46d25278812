import * as path from 'path';
import type { ApiObject } from 'cdk8s';
import { Chart, Include } from 'cdk8s';
import type { Construct } from 'constructs';
import { ObjectRef } from 'cdk8s-waypoint';

/** Istio's sample application, taken in as the YAML that it comes as. */
export class Bookinfo extends Chart {
  private readonly objects: ApiObject[];

  constructor(scope: Construct, id: string, namespace: string) {
    super(scope, id, { namespace });
    const manifest = path.join(__dirname, 'manifests', 'bookinfo.yaml');
    this.objects = new Include(this, 'app', { url: manifest }).apiObjects;
  }

  /** A Service of the application. */
  public service(name: string): ObjectRef {
    return this.find('Service', name);
  }

  /** A Deployment of the application. */
  public deployment(name: string): ObjectRef {
    return this.find('Deployment', name);
  }

  private find(kind: string, name: string): ObjectRef {
    const object = this.objects.find((candidate) => candidate.kind === kind && candidate.name === name);
    if (!object) throw new Error(`Bookinfo has no ${kind} "${name}"`);
    return ObjectRef.of(object);
  }
}
