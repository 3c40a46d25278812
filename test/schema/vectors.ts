import * as fs from 'fs';
import * as path from 'path';
import * as yaml from 'js-yaml';
import type { KubernetesObject } from '../../src/schema/object';

/** Reads the one object of a file. */
export function readObject(...file: string[]): KubernetesObject {
  return yaml.load(fs.readFileSync(path.join(...file), 'utf8')) as KubernetesObject;
}

/** Reads the list of cases of a folder. */
export function readCases<Case>(folder: string): Case[] {
  return JSON.parse(fs.readFileSync(path.join(folder, 'cases.json'), 'utf8'));
}

/** The field that a message of the API server names. */
export function fieldOf(message: string): string {
  return /unknown field "(.*)"$/.exec(message)?.[1] ?? message.split(': ')[0];
}
