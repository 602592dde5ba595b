import { Crash } from '../../../application/processes/provisioning/testing/crash-plan.ts';
import type { CrashPlan } from '../../../application/processes/provisioning/testing/crash-plan.ts';
import type { Caller } from '../../../domain/kernel/caller.ts';
import { DomainError } from '../../../domain/kernel/domain-error.ts';
import { createSshKeyReader } from '../../ssh-keys/ssh-key-reader.ts';
import type { AccountWorld, ServerLife } from './account-world.ts';

/** Somebody who does what people do, and again when the server died meanwhile. */
export type Story = Readonly<{
  /** Whoever the story is about. */
  username: string;
  email: string;
  accountId: () => Promise<string>;
  /** @param name to sign up with; default: theirs */
  signUp: (name?: string) => Promise<void>;
  verify: (password: string) => Promise<void>;
  /** Says that the password is forgotten. @param address default: theirs */
  askForReset: (address?: string) => Promise<void>;
  resetPassword: (password: string) => Promise<void>;
  /** Chooses another name to be called by. */
  rename: (displayName: string) => Promise<void>;
  /** @param key in one line */
  addKey: (key: string) => Promise<void>;
  removeKey: (key: string) => Promise<void>;
  /** Asks for another address, which gets a link. */
  askForAddress: (address: string) => Promise<void>;
  /** Opens that link. */
  confirmAddress: (address: string) => Promise<void>;
  /** Both. */
  moveTo: (address: string) => Promise<void>;
  /** Asks for an instance. @returns its id */
  askForInstance: (hostname: string) => Promise<string>;
  /** Asks for an instance, which an admin approves, and waits until it runs. */
  getInstance: () => Promise<string>;
  /** Asks to be erased, and lets the time to think pass. */
  beErased: () => Promise<void>;
  /** @param horizonMilliseconds as for a life of a server */
  settle: (horizonMilliseconds?: number) => Promise<void>;
  /** From now on the server that runs is one that dies where the plan says; every later one lives. */
  underPlan: (plan: CrashPlan) => void;
  /** How often the server died. */
  deaths: () => number;
}>;

const admin: Caller = { accountId: '9d1a0f0e-2f0e-5b9b-8f55-3f0f1a2b3c4d', username: 'admin', roles: ['admin'] };

export const tellStory = (world: AccountWorld, username: string): Story => {
  const email = `${username}@student.invalid`;
  let life = world.begin();
  let deaths = 0;

  /** The server is started again when it dies, and asked once more. */
  const persist = async <Answer>(act: (life: ServerLife) => Promise<Answer>): Promise<Answer> => {
    try {
      return await act(life);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      deaths += 1;
      life = world.begin();
      return await act(life);
    }
  };

  const settle = (horizonMilliseconds?: number): Promise<void> => persist((now) => now.settle(horizonMilliseconds));

  const newestLink = (address = email): string => {
    const tokens = world.mailsTo(address).flatMap(({ text = '' }) => /#token=(\S+)/.exec(text)?.[1] ?? []);
    const token = tokens.at(-1);
    if (token === undefined) throw new Error('no mail had a link');
    return token;
  };

  /** With the link of the newest mail, until it counts: what a crash left open is closed after some minutes. */
  const choosePassword = async (choose: (life: ServerLife, token: string) => Promise<unknown>): Promise<void> => {
    const token = newestLink();
    const usedAlready = (error: unknown): boolean => error instanceof DomainError && error.code === 'link-invalid';
    const died = deaths;
    await persist(async (now) => {
      for (;;) {
        try {
          await choose(now, token);
          return;
        } catch (error) {
          // The password counted before the server died: the person signs in with it.
          if (deaths > died && usedAlready(error)) return;
          if (!(error instanceof DomainError) || error.code !== 'password-change-underway') throw error;
          await now.settle();
        }
      }
    });
    await settle();
  };

  const accountId = async (): Promise<string> => {
    for (const event of await world.history()) {
      if (event.type !== 'sign-up-received') continue;
      const { events } = await world.opened.log.load(`account-${event.data.accountId}`);
      if (JSON.stringify(events[0]?.event.data).includes(email)) return event.data.accountId;
    }
    throw new Error('nobody signed up');
  };
  const self = async (): Promise<Caller> => ({ accountId: await accountId(), username, roles: ['member'] });

  const askForReset = async (address = email): Promise<void> => {
    const context = world.context();
    await persist(({ useCases }) => useCases.accounts.requestPasswordReset({ email: address }, context));
    await settle();
  };

  const askForAddress = async (address: string): Promise<void> => {
    const caller = await self();
    const context = world.context(caller.accountId);
    await persist(({ useCases }) => useCases.accounts.profile.requestEmailChange(caller, address, context));
    await settle();
  };

  const confirmAddress = async (address: string): Promise<void> => {
    const token = newestLink(address);
    await persist(({ useCases }) => useCases.accounts.profile.confirmEmailChange(token, world.context()));
  };

  const askForInstance = async (hostname: string): Promise<string> => {
    const caller = await self();
    const asked = world.context(caller.accountId);
    const { id } = await persist(({ useCases }) =>
      useCases.requestInstance({ templateId: 'debian-12', hostname, reason: 'thesis' }, caller, asked),
    );
    return id;
  };

  return {
    username,
    email,
    accountId,
    settle,
    underPlan: (plan) => {
      life = world.begin(plan);
    },
    deaths: () => deaths,
    askForReset,
    signUp: async (name = username) => {
      const context = world.context();
      await persist(({ useCases }) =>
        useCases.accounts.signUp({ email, username: name, termsVersion: '2026-11' }, context),
      );
      await settle();
    },
    verify: (password) =>
      choosePassword(({ useCases }, token) => useCases.accounts.verifySignUp({ token, password }, world.context())),
    resetPassword: async (password) => {
      await askForReset();
      await choosePassword(({ useCases }, token) =>
        useCases.accounts.completePasswordReset({ token, password }, world.context()),
      );
    },
    rename: async (displayName) => {
      const caller = await self();
      const context = world.context(caller.accountId);
      await persist(({ useCases }) => useCases.accounts.profile.changeDisplayName(caller, displayName, context));
    },
    addKey: async (key) => {
      const caller = await self();
      const context = world.context(caller.accountId);
      await persist(({ useCases }) => useCases.accounts.profile.addSshKey(caller, key, context));
    },
    removeKey: async (key) => {
      const caller = await self();
      const context = world.context(caller.accountId);
      const { fingerprint } = createSshKeyReader().read(key);
      await persist(({ useCases }) => useCases.accounts.profile.removeSshKey(caller, fingerprint, context));
    },
    askForAddress,
    confirmAddress,
    moveTo: async (address) => {
      await askForAddress(address);
      await confirmAddress(address);
    },
    askForInstance,
    getInstance: async () => {
      const id = await askForInstance(`${username}-web`);
      const decided = world.context(admin.accountId);
      await persist(({ useCases }) => useCases.approveRequest({ instanceId: id }, admin, decided));
      await settle();
      return id;
    },
    beErased: async () => {
      const caller = await self();
      const context = world.context(caller.accountId);
      await persist(({ useCases }) =>
        useCases.accounts.standing.requestErasure({ confirmation: username }, caller, context),
      );
      await settle();
    },
  };
};
