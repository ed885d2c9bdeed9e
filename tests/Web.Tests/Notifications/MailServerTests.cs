using AccessKiosk.Web.Notifications.Delivery;
using AccessKiosk.Web.Notifications.Mail;
using MimeKit;

namespace AccessKiosk.Web.Tests.Notifications;

/// <summary>What becomes of a mail, at a real mail server.</summary>
public sealed class MailServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_is_handed_over_with_TLS_and_a_password_and_a_refused_recipient_is_said()
    {
        await using var receiver = new MailReceiver();
        Assert.Null(await SendAsync(receiver.Options, "ada@example.org"));
        Assert.Equal("ada@example.org", (await receiver.NextAsync()).To.ToString());

        var refused = await SendAsync(receiver.Options, "nobody@example.org");
        Assert.StartsWith("The mail server refuses the recipient", refused!.Value.Text, StringComparison.Ordinal);
        Assert.True(refused.Value.IsRefusal);
    }

    [Fact]
    public async Task Each_fault_of_the_settings_is_said_in_words_and_nothing_is_sent()
    {
        await using var receiver = new MailReceiver();
        foreach (var (change, words) in new (Action<MailOptions>, string)[]
        {
            (options => options.Password = "another", "does not accept the user name and password"),
            (options => options.CertificateAuthority = "", "The certificate of localhost is not accepted"),
            (options => options.Tls = MailTls.Implicit, "does not speak TLS"),
            (options => options.PasswordCredential = "missing", "add LoadCredential=missing"),
            (options => options.Host = "kiosk-mail.invalid", "The name kiosk-mail.invalid is not known"),
            (options => options.Port = 1, "cannot be reached"),
            (options => options.Host = "", "No mail server is set"),
        })
        {
            var options = receiver.Options;
            change(options);
            var fault = await SendAsync(options, "ada@example.org");
            Assert.Contains(words, fault?.Text ?? "nothing", StringComparison.Ordinal);
            Assert.DoesNotContain("a few words do well", fault!.Value.Text, StringComparison.Ordinal);
            Assert.False(fault.Value.IsRefusal);
        }

        Assert.True(receiver.IsEmpty);
    }

    [Fact]
    public async Task A_server_without_STARTTLS_is_told_neither_the_password_nor_the_mail()
    {
        await using var receiver = new MailReceiver(offersTls: false);
        Assert.Contains("offers no TLS (STARTTLS)", (await SendAsync(receiver.Options, "ada@example.org"))!.Value.Text, StringComparison.Ordinal);
        Assert.True(receiver.IsEmpty);

        // Plain is what somebody has asked for in words, and then without a password.
        var options = receiver.Options;
        (options.Tls, options.User, options.Password) = (MailTls.None, "", "");
        Assert.Empty(options.Faults());
        Assert.Null(await SendAsync(options, "ada@example.org"));
    }

    [Fact]
    public void Faults_of_the_settings_are_told_at_once_and_a_password_in_clear_is_one()
    {
        var faults = new MailOptions { Host = "mail example", From = "nobody", User = "kiosk", Tls = MailTls.None, Port = 0, CertificateAuthority = "/missing.pem", BundleTime = TimeSpan.Zero }.Faults();
        foreach (var key in (string[])["Mail:Host is", "Mail:From is", "Mail:User and", "Mail:Tls is None", "Mail:Port is", "Mail:CertificateAuthority is", "Mail:BundleTime is"])
            Assert.Single(faults, fault => fault.StartsWith(key, StringComparison.Ordinal));
        Assert.Empty(new MailOptions().Faults());
        Assert.Empty(new MailOptions { Host = "::1", From = "Türen <doors@example.org>" }.Faults());
    }

    [Theory]
    [InlineData("ada@example.org", true)]
    [InlineData("ada.l+doors@exämple.org", true)]
    [InlineData("ada", false)]
    [InlineData("@example.org", false)]
    [InlineData("ada@", false)]
    [InlineData("Ada <ada@example.org>", false)]
    [InlineData("ada@example.org\u202e", false)]
    [InlineData("ada@exa mple.org", false)]
    [InlineData("ada@example.org\u0000", false)]
    [InlineData("ada@[127.0.0.1]", false)]
    [InlineData("a@a@example.org", false)]
    public void Only_whole_addresses_are_taken(string text, bool isTaken) => Assert.Equal(isTaken, MailAddresses.Fault(text) is null);

    private static async Task<DeliveryFault?> SendAsync(MailOptions options, string to)
    {
        using var message = new MimeMessage { Subject = "Test", Body = new TextPart { Text = "Test" } };
        message.From.Add(new MailboxAddress("Doors", "doors@example.org"));
        message.To.Add(new MailboxAddress("", to));
        return await new MailServer(options, unit: null).SendAsync(message, Cancellation);
    }
}
