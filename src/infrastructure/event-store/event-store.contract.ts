import { afterAll, beforeAll, describe } from '@jest/globals';
import type { EventStore } from '../../application/ports/event-store.ts';
import { describeAppending } from './contract/appending.contract.ts';
import { describeForgetting } from './contract/forgetting.contract.ts';
import { describeReading } from './contract/reading.contract.ts';
import { describeSubscribing } from './contract/subscribing.contract.ts';

/**
 * What every event store must do, whatever it is made of. Streams carry a prefix of their own in each test, and reads of
 * the global order begin where the test began, so the suite also runs against a server that others use.
 */
export const describeEventStoreContract = (name: string, open: () => Promise<EventStore>): void => {
  describe(`event store contract: ${name}`, () => {
    let store: EventStore;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    describeAppending(() => store);
    describeReading(() => store);
    describeSubscribing(() => store);
    describeForgetting(() => store);
  });
};
