import { z } from 'zod';

const address = z.object({
  email: z.email('Does not contain a valid address.'),
  name: z.string().optional(),
});

/**
 * Body of `POST /v3/mail/send` with the fields that the portal uses and SendGrid's own limits
 * (docs: Mail Send API, limitations). Unknown fields are refused, as SendGrid does.
 */
export const mailRequest = z
  .strictObject({
    personalizations: z
      .array(
        z.strictObject({
          to: z.array(address).min(1),
          cc: z.array(address).optional(),
          bcc: z.array(address).optional(),
          from: address.optional(),
          subject: z.string().min(1).optional(),
          headers: z.record(z.string(), z.string()).optional(),
          custom_args: z.record(z.string(), z.unknown()).optional(),
          substitutions: z.record(z.string(), z.string()).optional(),
          send_at: z.int().optional(),
        }),
      )
      .min(1)
      .max(1000),
    from: address,
    reply_to: address.optional(),
    reply_to_list: z.array(address).max(1000).optional(),
    subject: z.string().min(1).optional(),
    content: z.array(z.strictObject({ type: z.string().min(1), value: z.string().min(1) })).min(1),
    attachments: z
      .array(
        z.strictObject({
          content: z.base64(),
          filename: z.string(),
          type: z.string().min(1).optional(),
          disposition: z.enum(['inline', 'attachment']).optional(),
          content_id: z.string().optional(),
        }),
      )
      .optional(),
    headers: z.record(z.string(), z.string()).optional(),
    categories: z.array(z.string().max(255)).max(10).optional(),
    // The vendor's schema says string; the API and its own client use an object.
    custom_args: z.record(z.string(), z.unknown()).optional(),
    send_at: z.int().optional(),
    batch_id: z.string().optional(),
    asm: z.record(z.string(), z.unknown()).optional(),
    mail_settings: z
      .looseObject({ sandbox_mode: z.looseObject({ enable: z.boolean().optional() }).optional() })
      .optional(),
    tracking_settings: z.record(z.string(), z.unknown()).optional(),
  })
  .superRefine((mail, context) => {
    const refuse = (path: (string | number)[], message: string): void => {
      context.addIssue({ code: 'custom', path, message });
    };
    mail.personalizations.forEach((personalization, index) => {
      if (mail.subject === undefined && personalization.subject === undefined) {
        refuse(['subject'], 'The subject is required. You can get around this requirement if you use a template.');
      }
      const all = [...personalization.to, ...(personalization.cc ?? []), ...(personalization.bcc ?? [])];
      if (new Set(all.map(({ email }) => email.toLowerCase())).size < all.length) {
        refuse(['personalizations', index], 'Each email address in the personalization block should be unique.');
      }
    });
    if (mail.reply_to !== undefined && mail.reply_to_list !== undefined) {
      refuse(['reply_to'], 'Only one of reply_to and reply_to_list may be given.');
    }
    const [first, second] = mail.content.map(({ type }) => type);
    if (first === 'text/html' && second === 'text/plain') {
      refuse(['content'], 'If present, text/plain must be first, followed by text/html.');
    }
  });

export type MailRequest = z.infer<typeof mailRequest>;

/** SendGrid's errors: `{"errors":[{message, field, help}]}`. */
export type SendGridErrors = Readonly<{
  errors: readonly Readonly<{ message: string; field: string | null; help: object | null }>[];
}>;

export const sendGridErrors = (
  ...errors: readonly Readonly<{ message: string; field?: string }>[]
): SendGridErrors => ({
  errors: errors.map(({ message, field }) => ({ message, field: field ?? null, help: null })),
});

/** Fields as SendGrid names them: `personalizations.0.to.0.email`. */
export const errorsOf = (error: z.ZodError): SendGridErrors =>
  sendGridErrors(...error.issues.map((issue) => ({ message: issue.message, field: issue.path.map(String).join('.') })));
