//! The encrypted way to a server, and whom it trusts.

use std::{path::Path, sync::Arc};

use coupon_domain::ErrorText;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::CryptoProvider,
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject as _},
};
use rustls_platform_verifier::BuilderVerifierExt as _;

use super::address_options::CertificateCheck;

/// Trusts the authorities of a file, or those of the system. Without a file the name is always checked.
pub(super) fn client_config(
    provider: Arc<CryptoProvider>,
    check: CertificateCheck,
    root_certificates: Option<&Path>,
) -> Result<ClientConfig, ErrorText> {
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| ErrorText::from((error.to_string(), NO_TLS)))?;
    let Some(path) = root_certificates else {
        let builder = builder
            .with_platform_verifier()
            .map_err(|error| ErrorText::from((error.to_string(), NO_CERTIFICATES)))?;
        return Ok(builder.with_no_client_auth());
    };
    let roots = Arc::new(roots(path)?);
    let verifier = WebPkiServerVerifier::builder_with_provider(roots, provider).build();
    let verifier = verifier.map_err(|error| {
        let path = path.display();
        ErrorText::from((format!("{path}: {error}"), format!("{path}：证书无法使用")))
    })?;
    let verifier: Arc<dyn ServerCertVerifier> = match check {
        CertificateCheck::Name => verifier,
        CertificateCheck::Authority => Arc::new(AnyName(verifier)),
    };
    Ok(builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
}

const NO_TLS: &str = "无法建立 TLS";
const NO_CERTIFICATES: &str = "无法读取系统证书";

fn roots(path: &Path) -> Result<RootCertStore, ErrorText> {
    let wrong = |english: String, chinese: &str| {
        let path = path.display();
        let english = format!("sslrootcert {path}: {english}");
        ErrorText::from((english, format!("sslrootcert {path}：{chinese}")))
    };
    let found = CertificateDer::pem_file_iter(path)
        .map_err(|error| wrong(error.to_string(), "无法读取"))?;
    let mut roots = RootCertStore::empty();
    for certificate in found {
        let unusable = "证书无法使用";
        let certificate = certificate.map_err(|error| wrong(error.to_string(), unusable))?;
        roots.add(certificate).map_err(|error| wrong(error.to_string(), unusable))?;
    }
    match roots.is_empty() {
        true => Err(wrong("holds no certificate in PEM".to_owned(), "其中没有 PEM 证书")),
        false => Ok(roots),
    }
}

/// Checks all but the server's name, which comes last: libpq's `verify-ca`.
#[derive(Debug)]
struct AnyName(Arc<WebPkiServerVerifier>);

impl ServerCertVerifier for AnyName {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let checked =
            self.0.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        match checked {
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}
