import { load } from 'js-yaml';
import scalars from './kubernetes-yaml.json';
import { KUBERNETES_SCHEMA } from '../../src/mesh/yaml-schema';

// The values are what sigs.k8s.io/yaml v1.6.0 makes of each text.
test.each(scalars as [string, unknown][])('%s is read as Kubernetes reads it', (text, value) => {
  expect(load(`v: ${text}`, { schema: KUBERNETES_SCHEMA })).toEqual({ v: value });
});
