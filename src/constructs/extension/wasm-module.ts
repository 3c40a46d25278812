import type { Construct } from 'constructs';
import { problem } from '../problem';

/** Options of a Wasm module. */
export interface WasmModuleOptions {
  /**
   * The checksum of the module, 64 hexadecimal digits in lower case; of an image that of its digest.
   * @default - not checked
   */
  readonly sha256?: string;
  /**
   * Whether the proxy looks for a newer module behind the same address whenever the plugin changes.
   * @default - only for images with the tag `latest`
   */
  readonly alwaysPull?: boolean;
  /**
   * The Secret with which an image is pulled, in the namespace of the plugin.
   * @default - none
   */
  readonly pullSecret?: string;
}

/** Where the code of a Wasm plugin comes from. */
export class WasmModule {
  /**
   * An image of a registry.
   * @param reference such as `registry.example.com/team/filter:1.2`
   */
  public static image(reference: string, options: WasmModuleOptions = {}): WasmModule {
    return new WasmModule(reference.startsWith('oci://') ? reference : `oci://${reference}`, options);
  }

  /**
   * A file that is fetched by HTTP.
   * @param url begins with `https://` or `http://`
   */
  public static url(url: string, options: WasmModuleOptions = {}): WasmModule {
    return new WasmModule(url, options, ['https:', 'http:']);
  }

  /**
   * A file that is in the image of the proxy, or mounted into it.
   * @param path begins with `/`
   */
  public static file(path: string): WasmModule {
    return new WasmModule(`file://${path}`, {});
  }

  private constructor(
    private readonly address: string,
    private readonly options: WasmModuleOptions,
    private readonly schemes: readonly string[] = ['oci:', 'file:'],
  ) {}

  /**
   * Whether the proxy fetches it from elsewhere.
   * @internal
   */
  public get _isRemote(): boolean {
    return !this.address.startsWith('file:');
  }

  /** @internal */
  public _render(scope: Construct) {
    this.check(scope);
    const { sha256, alwaysPull, pullSecret } = this.options;
    return {
      url: this.address,
      ...(sha256 && { sha256 }),
      ...(alwaysPull !== undefined && { imagePullPolicy: alwaysPull ? 'Always' as const : 'IfNotPresent' as const }),
      ...(pullSecret && { imagePullSecret: pullSecret }),
    };
  }

  private check(scope: Construct): void {
    const { sha256 } = this.options;
    if (!/:\/\/./.test(this.address) || !URL.canParse(this.address) || !this.schemes.includes(new URL(this.address).protocol)) {
      throw problem(scope, `"${this.address}" is no address of a Wasm module: write one that begins with ${this.schemes.map((scheme) => `${scheme}//`).join(' or ')}`);
    }
    if (this.address.startsWith('file://') && !this.address.startsWith('file:///')) {
      throw problem(scope, `"${this.address.slice('file://'.length)}" is no absolute path of a Wasm module: write one that begins with "/"`);
    }
    if (sha256 !== undefined && !/^[a-f0-9]{64}$/.test(sha256)) {
      throw problem(scope, `sha256 "${sha256}" is no checksum: write 64 hexadecimal digits in lower case, without "sha256:"`);
    }
  }
}
