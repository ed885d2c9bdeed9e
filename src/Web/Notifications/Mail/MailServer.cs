using System.Net.Sockets;
using System.Security.Cryptography;
using AccessKiosk.Access.Health;
using AccessKiosk.Hardware.Options;
using AccessKiosk.Web.Notifications.Delivery;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace AccessKiosk.Web.Notifications.Mail;

/// <summary>Hands mails to the site's mail server, and says in words why it did not take one.</summary>
/// <param name="options">The server.</param>
/// <param name="unit">The network rules of the unit; null for none.</param>
internal sealed class MailServer(MailOptions options, UnitNetwork? unit)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Hands over one mail.</summary>
    /// <returns>Why it was not taken; null when it was.</returns>
    public Task<DeliveryFault?> SendAsync(MimeMessage message, CancellationToken cancellationToken) =>
        UseAsync((client, token) => client.SendAsync(message, token), Patience, cancellationToken);

    /// <summary>Connects and signs in; sends nothing.</summary>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Why it cannot be used; null when it can.</returns>
    public Task<DeliveryFault?> CheckAsync(TimeSpan patience, CancellationToken cancellationToken) => UseAsync((_, _) => Task.CompletedTask, patience, cancellationToken);

    private async Task<DeliveryFault?> UseAsync(Func<SmtpClient, CancellationToken, Task> use, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (!options.IsOn)
            return new("No mail server is set: Mail:Host.", IsRefusal: false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            using var client = new SmtpClient
            {
                // Revocation lists lie on other machines, which a door's network need not reach.
                CheckCertificateRevocation = false,
                ServerCertificateValidationCallback = ServerTrust.Accepting(options.CertificateAuthority),
            };
            await client.ConnectAsync(await OutgoingConnection.OpenAsync(options.Host, options.Port, unit, limit.Token), options.Host, options.Port, options.Tls switch
            {
                MailTls.Implicit => SecureSocketOptions.SslOnConnect,
                MailTls.None => SecureSocketOptions.None,
                _ => SecureSocketOptions.StartTls,
            }, limit.Token);
            if (options.User.Length > 0)
                await client.AuthenticateAsync(options.User, ServiceCredential.Password(options.PasswordCredential, options.Password), limit.Token);
            await use(client, limit.Token);
            await SayGoodbyeAsync(client, limit.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new($"The mail server {options.Host} did not answer within {patience.TotalSeconds:0} seconds.", IsRefusal: false);
        }
        catch (SmtpCommandException fault)
        {
            return new($"The mail server refuses {What(fault)}: {fault.Message}", IsRefusal: (int)fault.StatusCode >= 500);
        }
        catch (Exception fault) when (Words(fault) is { } words)
        {
            return new(words, IsRefusal: false);
        }
    }

    // What was taken is taken, however the connection ends.
    private static async Task SayGoodbyeAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or SocketException or SmtpProtocolException or OperationCanceledException)
        {
            // Nothing is lost by it.
        }
    }

    private static string What(SmtpCommandException fault) => fault.ErrorCode switch
    {
        SmtpErrorCode.RecipientNotAccepted => "the recipient",
        SmtpErrorCode.SenderNotAccepted => "the sender (Mail:From)",
        SmtpErrorCode.MessageNotAccepted => "the mail",
        _ => "the connection",
    };

    private string? Words(Exception fault) => fault switch
    {
        SslHandshakeException => $"The certificate of {options.Host} is not accepted, or it does not speak TLS on port {options.Port}. Mail:CertificateAuthority names an authority that the system does not know.",
        AuthenticationException => "The mail server does not accept the user name and password (Mail:User, Mail:PasswordCredential).",
        NotSupportedException when options.Tls is MailTls.StartTls && options.User.Length == 0 => NoTls,
        NotSupportedException => $"{NoTls} Or it knows no way to sign in.",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } => $"The name {options.Host} is not known; check it, and the name servers of this machine.",
        SocketException => $"The mail server {options.Host}:{options.Port} cannot be reached: {fault.Message}.",
        HttpRequestException => fault.Message,
        SmtpProtocolException => $"{options.Host} does not answer as a mail server does: {fault.Message}",
        CryptographicException => $"Mail:CertificateAuthority cannot be used: {fault.Message}",
        IOException or UnauthorizedAccessException => fault.Message,
        _ => null,
    };

    private string NoTls => $"{options.Host} offers no TLS (STARTTLS) on port {options.Port}: nothing was sent.";
}
