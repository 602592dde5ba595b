import { HttpErrorResponse, HttpHeaders } from '@angular/common/http';
import { describe, expect, it } from '@jest/globals';
import { problemOf } from './problem';

const document = {
  type: 'https://netsoc.example/problems/hostname-taken',
  title: 'Conflict',
  status: 409,
  code: 'hostname-taken',
  detail: 'The hostname web belongs to another instance.',
  requestId: 'request-1',
};

describe('problemOf', () => {
  it('reads problem details as the server wrote them', () => {
    const error = new HttpErrorResponse({ status: 409, error: document });

    expect(problemOf(error)).toEqual({
      code: 'hostname-taken',
      status: 409,
      title: 'Conflict',
      detail: 'The hostname web belongs to another instance.',
      errors: [],
      requestId: 'request-1',
    });
  });

  it('reads problem details that came as text', () => {
    const error = new HttpErrorResponse({ status: 409, error: JSON.stringify(document) });

    expect(problemOf(error).code).toBe('hostname-taken');
  });

  it('unwraps what a resource wrapped', () => {
    const error = new Error('Resource failed', { cause: new HttpErrorResponse({ status: 409, error: document }) });

    expect(problemOf(error).code).toBe('hostname-taken');
  });

  it('keeps the rows of a failed validation', () => {
    const errors = [{ path: 'hostname', message: 'not a DNS label' }];

    expect(problemOf(new HttpErrorResponse({ status: 422, error: { ...document, errors } })).errors).toEqual(errors);
  });

  it('calls no answer unreachable', () => {
    expect(problemOf(new HttpErrorResponse({ status: 0 }))).toMatchObject({ code: 'unreachable', status: 0 });
  });

  it.each([
    ['a page of a proxy', '<html>502 Bad Gateway</html>'],
    ['no body', null],
    ['another JSON', { message: 'no' }],
  ])('says that %s was unexpected, with status and request id', (_name, body) => {
    const headers = new HttpHeaders({ 'X-Request-Id': 'request-2' });
    const error = new HttpErrorResponse({ status: 502, error: body, headers });

    expect(problemOf(error)).toMatchObject({ code: 'unexpected', status: 502, requestId: 'request-2' });
    expect(problemOf(error).detail).toContain('502');
  });

  it('does not blame the server for an error of the page', () => {
    expect(problemOf(new TypeError('x is undefined'))).toMatchObject({ code: 'unexpected', status: 0 });
  });
});
