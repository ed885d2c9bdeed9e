using System.Security.Cryptography;
using System.Text;

namespace AccessKiosk.Web.Notifications.Mqtt;

/// <summary>The names of the kiosk's topics: <c>{prefix}/{kiosk}/…</c>, and of Home Assistant's announcements.</summary>
internal sealed class MqttTopics(MqttOptions options)
{
    private const int LongestSlug = 40;

    private string Root => $"{options.TopicPrefix}/{options.Id}";

    /// <summary>Whether the kiosk is connected: <c>online</c> or <c>offline</c>, also when it dies.</summary>
    public string Availability => $"{Root}/availability";

    /// <summary>Where a test is published.</summary>
    public string Test => $"{Root}/test";

    /// <summary>Every command.</summary>
    public string Commands => $"{Root}/command/+";

    /// <summary>Every state of every door.</summary>
    public string States => $"{Root}/state/+/+";

    /// <summary>Every announcement of this kiosk.</summary>
    public string Announcements => $"{options.DiscoveryPrefix}/+/{options.Id}/+/config";

    /// <summary>Where a door takes commands.</summary>
    public string Command(string door) => $"{Root}/command/{Slug(door)}";

    /// <summary>Where something of a door is kept.</summary>
    public string State(string door, string what) => $"{Root}/state/{Slug(door)}/{what}";

    /// <summary>Where what happens at a door is told, and kept nowhere.</summary>
    public string Event(string door) => $"{Root}/event/{Slug(door)}";

    /// <summary>Where an entity is announced.</summary>
    public string Announcement(string component, string entity) => $"{options.DiscoveryPrefix}/{component}/{options.Id}/{entity}/config";

    /// <summary>Whether a topic is a command's.</summary>
    public bool IsCommand(string topic) => topic.StartsWith($"{Root}/command/", StringComparison.Ordinal);

    /// <summary>A name that topics and identifiers take: always the same for the same name, and another for another.</summary>
    public static string Slug(string name)
    {
        var plain = name.ToLowerInvariant();
        var slug = new string([.. plain.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_').Take(LongestSlug)]);
        return slug == plain ? slug : $"{slug.Trim('_')}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plain)))[..8]}";
    }
}
