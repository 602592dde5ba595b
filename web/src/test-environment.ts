import '@angular/localize/init';
import { ReadableStream } from 'node:stream/web';
import { TextDecoder, TextEncoder } from 'node:util';
import { setupZonelessTestEnv } from 'jest-preset-angular/setup-env/zoneless';

// Browsers have them; jsdom does not.
Object.assign(globalThis, { ReadableStream, TextDecoder, TextEncoder });

setupZonelessTestEnv({ errorOnUnknownElements: true, errorOnUnknownProperties: true });
