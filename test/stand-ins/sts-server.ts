import { serve } from '../serve.ts'

/** Tells whose credentials they are, in the protocol of STS; without an ARN it refuses. */
export async function serveSts(arn?: string) {
  return serve((_request, response) => {
    response.writeHead(arn === undefined ? 403 : 200, { 'content-type': 'text/xml' })
    response.end(arn === undefined ? refusal : describeCaller(arn))
  })
}

const namespace = 'xmlns="https://sts.amazonaws.com/doc/2011-06-15/"'
const refusal = `<ErrorResponse ${namespace}><Error><Type>Sender</Type><Code>AccessDenied</Code>
  <Message>no way</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`

function describeCaller(arn: string): string {
  return `<GetCallerIdentityResponse ${namespace}><GetCallerIdentityResult><Arn>${arn}</Arn>
    <UserId>AIDA1</UserId><Account>123456789012</Account></GetCallerIdentityResult>
    <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>`
}
