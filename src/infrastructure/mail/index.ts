export { createSendGridMailer } from './sendgrid-mailer.ts';
