using System.Xml.Linq;
using AccessKiosk.Enrollment.Store;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace AccessKiosk.Web.Security;

/// <summary>Seals the pages' own keys (cookies, webhooks' secrets) with the store's: without the master key they are worth nothing.</summary>
internal sealed class KeyEncryption(KioskStore store) : IXmlEncryptor
{
    internal const string Purpose = "web keys";

    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        ArgumentNullException.ThrowIfNull(plaintextElement);
        var box = store.Secrets.Seal(Purpose, System.Text.Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)));
        return new(new XElement("sealed", Convert.ToBase64String(box)), typeof(KeyDecryption));
    }
}

/// <summary>Opens what <see cref="KeyEncryption"/> sealed; made by the framework, which gives it the services.</summary>
internal sealed class KeyDecryption(IServiceProvider services) : IXmlDecryptor
{
    /// <inheritdoc/>
    public XElement Decrypt(XElement encryptedElement)
    {
        ArgumentNullException.ThrowIfNull(encryptedElement);
        var store = services.GetRequiredService<KioskStore>();
        var plain = store.Secrets.Open(KeyEncryption.Purpose, Convert.FromBase64String(encryptedElement.Value))
            ?? throw new System.Security.Cryptography.CryptographicException("A key of the pages belongs to another store: delete the folder web-keys; everyone must sign in again, and webhooks must be created again.");
        return XElement.Parse(System.Text.Encoding.UTF8.GetString(plain));
    }
}
