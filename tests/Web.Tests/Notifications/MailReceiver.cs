using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using AccessKiosk.Web.Notifications.Mail;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace AccessKiosk.Web.Tests.Notifications;

/// <summary>A real mail server on this machine: it speaks STARTTLS with a certificate of its own, and asks for a password.</summary>
internal sealed class MailReceiver : IAsyncDisposable
{
    private const string Refused = "nobody@example.org";

    private readonly Channel<MimeMessage> _mails = Channel.CreateUnbounded<MimeMessage>();
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _certificate = LocalCertificate.Create();
    private readonly bool _offersTls;
    private readonly int _port;
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;

    public MailReceiver(bool offersTls = true, bool starts = true)
    {
        _offersTls = offersTls;
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        _port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        File.WriteAllText(Authority, _certificate.ExportCertificatePem());
        if (starts)
            Start();
    }

    /// <summary>Whether it loses the answer for what it has taken: the sender cannot know.</summary>
    public bool LosesAnswers { get; set; }

    private string Authority => Path.Combine(_folder.Path, "ca.pem");

    /// <summary>How to reach it.</summary>
    public MailOptions Options => new()
    {
        Host = "localhost",
        Port = _port,
        From = "Head office doors <doors@example.org>",
        User = "kiosk",
        Password = "a few words do well",
        CertificateAuthority = Authority,
    };

    public void Start()
    {
        var options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(end =>
        {
            end.Endpoint(new(IPAddress.Loopback, _port)).AllowUnsecureAuthentication(!_offersTls);
            if (_offersTls)
                end.Certificate(_certificate);
        }).Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add(new Store(this));
        services.Add(new Filter());
        services.Add(new Users());
        _stop = new();
        _running = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    /// <summary>The next mail.</summary>
    public async Task<MimeMessage> NextAsync() => await _mails.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    /// <summary>Whether no mail waits.</summary>
    public bool IsEmpty => _mails.Reader.Count == 0;

    public async ValueTask DisposeAsync()
    {
        if (_stop is not null)
            await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop?.Dispose();
        _certificate.Dispose();
        _folder.Dispose();
    }

    private sealed class Store(MailReceiver owner) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            using var bytes = new MemoryStream(buffer.ToArray());
            owner._mails.Writer.TryWrite(await MimeMessage.LoadAsync(bytes, cancellationToken));
            return owner.LosesAnswers ? new(SmtpReplyCode.Aborted, "try again later") : SmtpResponse.Ok;
        }
    }

    private sealed class Filter : MailboxFilter
    {
        public override Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
            Task.FromResult($"{to.User}@{to.Host}" != Refused);
    }

    private sealed class Users : UserAuthenticator
    {
        public override Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken) =>
            Task.FromResult((user, password) == ("kiosk", "a few words do well"));
    }
}
