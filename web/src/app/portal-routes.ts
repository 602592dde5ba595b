import type { Routes } from '@angular/router';
import { hasRole, notSignedIn, signedIn } from './session/guards';

const administration: Routes = [
  { path: '', pathMatch: 'full', redirectTo: 'requests' },
  {
    path: 'requests',
    title: $localize`Requests`,
    loadComponent: () => import('./requests/request-queue').then(({ RequestQueue }) => RequestQueue),
  },
  {
    path: 'instances',
    title: $localize`All instances`,
    data: { scope: 'all' },
    loadComponent: () => import('./instances/instance-list').then(({ InstanceList }) => InstanceList),
  },
  {
    path: 'accounts',
    title: $localize`Accounts`,
    loadComponent: () => import('./accounts/account-list').then(({ AccountList }) => AccountList),
  },
  {
    path: 'accounts/:id',
    title: $localize`Account`,
    loadComponent: () => import('./accounts/account-detail').then(({ AccountDetail }) => AccountDetail),
  },
  {
    path: 'processes',
    title: $localize`Processes`,
    loadComponent: () => import('./administration/process-list').then(({ ProcessList }) => ProcessList),
  },
  {
    path: 'audit',
    title: $localize`Audit log`,
    loadComponent: () => import('./administration/audit-log').then(({ AuditLog }) => AuditLog),
  },
  {
    path: 'read-models',
    title: $localize`Read models`,
    loadComponent: () => import('./administration/read-model-list').then(({ ReadModelList }) => ReadModelList),
  },
];

const instances: Routes = [
  {
    path: '',
    pathMatch: 'full',
    title: $localize`My instances`,
    data: { scope: 'mine' },
    loadComponent: () => import('./instances/instance-list').then(({ InstanceList }) => InstanceList),
  },
  {
    path: 'new',
    title: $localize`Request an instance`,
    loadComponent: () => import('./instances/request-form').then(({ RequestForm }) => RequestForm),
  },
  {
    path: ':id',
    title: $localize`Instance`,
    loadComponent: () => import('./instances/instance-page').then(({ InstancePage }) => InstancePage),
    children: [
      {
        path: '',
        pathMatch: 'full',
        loadComponent: () => import('./instances/instance-overview').then(({ InstanceOverview }) => InstanceOverview),
      },
      {
        path: 'history',
        loadComponent: () => import('./instances/instance-history').then(({ InstanceHistory }) => InstanceHistory),
      },
    ],
  },
];

const account: Routes = [
  {
    path: '',
    pathMatch: 'full',
    title: $localize`Your account`,
    loadComponent: () => import('./account/profile').then(({ Profile }) => Profile),
  },
  {
    path: 'password',
    title: $localize`Your password`,
    loadComponent: () => import('./account/password-change').then(({ PasswordChange }) => PasswordChange),
  },
  {
    path: 'ssh-keys',
    title: $localize`Your SSH keys`,
    loadComponent: () => import('./account/ssh-keys').then(({ SshKeys }) => SshKeys),
  },
  {
    path: 'sessions',
    title: $localize`Your sessions`,
    loadComponent: () => import('./account/session-list').then(({ SessionList }) => SessionList),
  },
  {
    path: 'history',
    title: $localize`History of your account`,
    loadComponent: () => import('./account/own-history').then(({ OwnHistory }) => OwnHistory),
  },
  {
    path: 'privacy',
    title: $localize`Privacy`,
    loadComponent: () => import('./account/privacy').then(({ Privacy }) => Privacy),
  },
];

/** Pages that are read without signing in; the links in mails lead to some of them. */
const open: Routes = [
  {
    path: '',
    pathMatch: 'full',
    canActivate: [notSignedIn],
    loadComponent: () => import('./landing/landing').then(({ Landing }) => Landing),
  },
  {
    path: 'sign-up',
    title: $localize`Create an account`,
    canActivate: [notSignedIn],
    loadComponent: () => import('./sign-up/sign-up-form').then(({ SignUpForm }) => SignUpForm),
  },
  {
    path: 'sign-up/again',
    title: $localize`Another link`,
    data: { purpose: 'verification' },
    loadComponent: () => import('./links/link-request').then(({ LinkRequest }) => LinkRequest),
  },
  {
    path: 'verify',
    title: $localize`Choose a password`,
    data: { purpose: 'verification' },
    loadComponent: () => import('./links/password-page').then(({ PasswordPage }) => PasswordPage),
  },
  {
    path: 'forgot',
    title: $localize`Forgotten password`,
    data: { purpose: 'password-reset' },
    loadComponent: () => import('./links/link-request').then(({ LinkRequest }) => LinkRequest),
  },
  {
    path: 'reset',
    title: $localize`Choose a new password`,
    data: { purpose: 'password-reset' },
    loadComponent: () => import('./links/password-page').then(({ PasswordPage }) => PasswordPage),
  },
  {
    path: 'email',
    title: $localize`New e-mail address`,
    loadComponent: () => import('./links/email-page').then(({ EmailPage }) => EmailPage),
  },
  {
    path: 'terms',
    title: $localize`Terms of use`,
    loadComponent: () => import('./terms/terms-page').then(({ TermsPage }) => TermsPage),
  },
];

export const portalRoutes: Routes = [
  {
    path: '',
    loadComponent: () => import('./shell/public-frame').then(({ PublicFrame }) => PublicFrame),
    children: open,
  },
  {
    path: '',
    canActivate: [signedIn],
    loadComponent: () => import('./shell/shell').then(({ Shell }) => Shell),
    children: [
      { path: 'instances', children: instances },
      {
        path: 'account',
        loadComponent: () => import('./account/account-page').then(({ AccountPage }) => AccountPage),
        children: account,
      },
      { path: 'administration', canActivate: [hasRole('admin', 'auditor')], children: administration },
      {
        path: 'not-allowed',
        title: $localize`Not allowed`,
        loadComponent: () => import('./shell/not-allowed').then(({ NotAllowed }) => NotAllowed),
      },
      {
        path: '**',
        title: $localize`Not found`,
        loadComponent: () => import('./shell/not-found').then(({ NotFound }) => NotFound),
      },
    ],
  },
];
