import { retrievalOptions } from '../ipa-parameters.ts';
import { defaultGroupName, labDomain, labRealm, labSuffix, userObjectClasses } from '../seed.ts';
import type { IpaCommand } from './command.ts';

export const serverVersion = '4.12.2';
export const apiVersion = '2.254';

export const ping: IpaCommand = {
  signature: { arguments: [], options: { version: 'text' } },
  run: () => ({ summary: `IPA server version ${serverVersion}. API version ${apiVersion}` }),
};

export const env: IpaCommand = {
  signature: {
    arguments: [{ name: 'variables', required: false, repeated: true }],
    options: { all: 'flag', server: 'flag', version: 'text' },
  },
  run: (given) => {
    const all: Readonly<Record<string, string>> = {
      api_version: apiVersion,
      version: serverVersion,
      realm: labRealm,
      domain: labDomain,
      basedn: labSuffix,
    };
    const wanted = given.subjects;
    const result = Object.fromEntries(
      Object.entries(all).filter(([name]) => wanted.length === 0 || wanted.includes(name)),
    );
    return {
      result,
      count: Object.keys(result).length,
      total: Object.keys(all).length,
      summary: `${String(Object.keys(result).length)} variables`,
    };
  },
};

export const whoami: IpaCommand = {
  signature: { arguments: [], options: { version: 'text' } },
  run: (_given, { caller }) => ({ object: 'user', command: 'user_show/1', arguments: [caller] }),
};

export const sessionLogout: IpaCommand = {
  signature: { arguments: [], options: { version: 'text' } },
  run: () => ({ result: null }),
};

export const configShow: IpaCommand = {
  signature: { arguments: [], options: { ...retrievalOptions, rights: 'flag' } },
  run: () => ({
    result: {
      dn: `cn=ipaConfig,cn=etc,${labSuffix}`,
      ipamaxusernamelength: ['32'],
      ipahomesrootdir: ['/home'],
      ipadefaultloginshell: ['/bin/sh'],
      ipadefaultprimarygroup: [defaultGroupName],
      ipadefaultemaildomain: [labDomain],
      ipasearchtimelimit: ['2'],
      ipasearchrecordslimit: ['100'],
      ipausersearchfields: ['uid,givenname,sn,telephonenumber,ou,title'],
      ipagroupsearchfields: ['cn,description'],
      ipauserobjectclasses: userObjectClasses,
      ipapwdexpadvnotify: ['4'],
    },
    value: '',
    summary: null,
  }),
};
