/** What a link in a mail lets one do: choose the first password, or another. */
export type LinkPurpose = 'verification' | 'password-reset';
